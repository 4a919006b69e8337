import { expect, test } from "vitest";
import { startStripe } from "./stripe-process";

test("a sandbox of its own is there until it is stopped, and what it answered is judged", async () => {
  const { url, stop } = await startStripe();
  const headers = { authorization: "Bearer sk_test_process" };
  expect(await (await fetch(`${url}/v1/customers`, { headers })).json()).toMatchObject({ object: "list", data: [] });
  expect(await stop()).toBeUndefined();
  await expect(fetch(`${url}/v1/customers`, { headers })).rejects.toThrow("fetch failed");
}, 120_000);
