import { expect, test } from "vitest";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";

const route = onlyMethods({ GET: endpoint(async () => Response.json({ ok: true })) });
const ask = (method: string) => new Request("http://localhost/api/x", { method });

test("a method the route takes is served", async () => {
  expect(await (await route.GET(ask("GET"), undefined)).json()).toEqual({ ok: true });
});

test.each(["POST", "PUT", "PATCH", "DELETE"] as const)(
  "%s, which it does not take, is told what it takes",
  async (method) => {
    const response = await route[method](ask(method), undefined);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(await response.json()).toMatchObject({
      error: { code: "method_not_allowed", requestId: response.headers.get("x-request-id") },
    });
  },
);

test("who asks what it takes is told", async () => {
  const { OPTIONS } = onlyMethods({ POST: route.POST, DELETE: route.DELETE });
  const response = await OPTIONS(ask("OPTIONS"), undefined);
  expect(response.status).toBe(204);
  expect(response.headers.get("allow")).toBe("POST, DELETE, OPTIONS");
});
