import { describe, expect, test } from "vitest";
import { DAY_S } from "../testing/still-world";
import { aSite } from "../testing/hostile-site";

describe("what the sandbox says of itself", () => {
  test.each(["0", "-5", "1.5", "soon", "", String(6 * 366 * DAY_S)])(
    "the clock does not move by %j",
    async (seconds) => {
      const { world, ask } = await aSite();
      const before = world.nowS;
      const { status, text } = await ask("/_sandbox/clock", { body: `advance_seconds=${seconds}`, method: "POST" });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toHaveProperty("error.param", "advance_seconds");
      expect(world.nowS).toBe(before);
    },
  );

  test("the clock tells how far it was moved and how much was done on the way", async () => {
    const { world, ask } = await aSite();
    const before = world.nowS;
    const { text } = await ask("/_sandbox/clock", { body: `advance_seconds=${32 * DAY_S}` });
    expect(JSON.parse(text)).toMatchObject({ now: before + 32 * DAY_S, offset_seconds: 32 * DAY_S });
    expect((JSON.parse(text) as { done: number }).done).toBeGreaterThanOrEqual(2);
    expect(world.world.find("settings", "clock_offset_ms")?.value).toBe(32 * DAY_S * 1000);
  });

  test("after a reset the world is empty, time is the wall's, and what falls due later still comes", async () => {
    const { world, ask } = await aSite();
    const wall = world.nowS;
    await ask("/_sandbox/clock", { body: `advance_seconds=${365 * DAY_S}` });
    expect((await ask("/_sandbox/reset", { method: "POST" })).status).toBe(200);
    expect([world.nowS, world.all("customers"), world.all("events")]).toEqual([wall, [], []]);
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    world.advance(32 * DAY_S);
    const created = world.all("invoices").map((invoice) => invoice.created - wall);
    expect(created).toEqual([0, 31 * DAY_S]);
  });

  test.each([
    ["GET", "/_sandbox/reset"],
    ["POST", "/_sandbox/health"],
    ["DELETE", "/_sandbox/clock"],
    ["GET", "/_sandbox/else"],
  ])("%s %s is not there", async (method, path) => {
    const { ask, world } = await aSite();
    const { status, text } = await ask(path, { method });
    expect(status).toBe(404);
    expect(JSON.parse(text)).toHaveProperty("error.type", "invalid_request_error");
    expect(world.all("customers")).toHaveLength(1);
  });
});

test.each([
  ["POST", "/", "GET"],
  ["DELETE", "/c/pay/x", "GET, POST"],
  ["POST", "/i/in_1/pdf", "GET"],
])("%s %s is not allowed, and says what is: %s", async (method, path, allow) => {
  const { ask } = await aSite();
  expect(await ask(path, { method })).toMatchObject({ status: 405, headers: { allow } });
});
