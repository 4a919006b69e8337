import { expect, test } from "vitest";
import type { SandboxOptions } from "../sandbox";
import { World } from "../store/world";
import { judgedSandbox } from "./judged-sandbox";
import { temporaryFolder } from "./test-world";

const HEADERS = { authorization: "Bearer sk_test_123456789012" };

async function aSandbox(options: Partial<SandboxOptions> = {}) {
  const sandbox = await judgedSandbox({ port: 0, dataDir: temporaryFolder(), ...options });
  const post = (path: string, body = "") =>
    fetch(`${sandbox.url}${path}`, { method: "POST", headers: HEADERS, body: new URLSearchParams(body) });
  const get = (path: string) => fetch(`${sandbox.url}${path}`, { headers: HEADERS });
  return { ...sandbox, post, get };
}

/** A world in which somebody has written what Stripe would never say. */
function aWorldWith(fields: object): World {
  const world = new World("odd");
  world.load({ writes: [["customers", "cus_1", { id: "cus_1", object: "customer", ...fields }]], counters: {} });
  return world;
}

test("what is declared closes in peace, however often", async () => {
  const { close, post, get } = await aSandbox();
  expect((await post("/v1/customers", "name=Ann")).status).toBe(200);
  expect((await get("/v1/customers/cus_none")).status).toBe(404);
  expect((await get("/_sandbox/health")).status).toBe(200);
  await close();
  await close();
});

test("a reply that is not as declared is found, whoever asked for it", async () => {
  const { close, get } = await aSandbox({ world: aWorldWith({ colour: "red" }) });
  expect((await get("/v1/customers/cus_1")).status).toBe(200);
  await expect(close()).rejects.toThrow(/GET \/v1\/customers\/cus_1 200: customer .*colour/);
});

test("so is an event that nobody has asked for, also when a reset has wiped it away", async () => {
  const world = new World("odd");
  const { close, get, post } = await aSandbox({ world });
  await get("/v1/customers");
  const event = { id: "evt_1", object: "event", type: "customer.created", data: { object: {} }, made: "up" };
  world.put("events", event as never);
  world.commit();
  expect((await post("/_sandbox/reset")).status).toBe(200);
  await expect(close()).rejects.toThrow(/evt_1 200: event:customer.created .*made/);
});

test("what was undone again is not looked at", async () => {
  const world = new World("odd");
  const { close } = await aSandbox({ world });
  world.rehearse(() => world.put("events", { id: "evt_1", object: "event" } as never));
  await expect(close()).resolves.toBeUndefined();
});
