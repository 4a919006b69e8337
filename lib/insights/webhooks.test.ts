import { beforeEach, describe, expect, test } from "vitest";
import type { EventState } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import { eventLog, webhookHealth, wholeEvent } from "@/lib/insights/webhooks";
import { DAY_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";

const NOW = new Date("2026-11-21T12:00:00Z");
const now = () => NOW;

beforeEach(async () => {
  await db.stripeEvent.deleteMany();
});

async function anEvent(id: string, status: EventState, ageMs = 0) {
  const receivedAt = plusMs(NOW, -ageMs);
  await db.stripeEvent.create({
    data: {
      id,
      status,
      type: "invoice.paid",
      livemode: false,
      payload: { id, name: "Ada" },
      reason: status === "received" || status === "applied" ? null : "Because.",
      stripeCreatedAt: receivedAt,
      receivedAt,
      appliedAt: status === "applied" ? NOW : null,
    },
  });
}

describe("the health of webhooks", () => {
  test("before anything came is all zeros, and our copy was never checked", async () => {
    expect(await webhookHealth(now)).toMatchObject({
      lastHour: 0,
      open: { count: 0, oldestReceivedAt: null },
      failed: 0,
      dead: 0,
      copy: { state: "never" },
      runs: [],
      findings: [],
    });
  });

  test("counts the last hour, what waits and since when, and what went wrong", async () => {
    await anEvent("evt_new", "applied", 59 * MINUTE_MS);
    await anEvent("evt_old", "applied", 61 * MINUTE_MS);
    await anEvent("evt_waits", "received", 30 * MINUTE_MS);
    await anEvent("evt_failed", "failed", 90 * MINUTE_MS);
    await anEvent("evt_dead", "dead", DAY_MS);
    await anEvent("evt_dead_long_ago", "dead", 31 * DAY_MS);
    expect(await webhookHealth(now)).toMatchObject({
      lastHour: 2,
      open: { count: 2, oldestReceivedAt: plusMs(NOW, -90 * MINUTE_MS) },
      failed: 1,
      dead: 1,
    });
  });
});

describe("the log", () => {
  test("is read page by page, the newest first, without a gap or a double", async () => {
    for (let index = 0; index < 120; index += 1) await anEvent(`evt_${index}`, "applied", (index % 7) * MINUTE_MS);
    const seen: string[] = [];
    let afterId: string | undefined;
    do {
      const page = await eventLog({ afterId }, now);
      seen.push(...page.events.map(({ id }) => id));
      afterId = page.nextId ?? undefined;
    } while (afterId !== undefined);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  test("shows one state alone, of the last 30 days, and no payload", async () => {
    await anEvent("evt_dead", "dead");
    await anEvent("evt_ancient", "dead", 31 * DAY_MS);
    await anEvent("evt_fine", "applied");
    const { events, nextId } = await eventLog({ state: "dead" }, now);
    expect(events.map(({ id }) => id)).toEqual(["evt_dead"]);
    expect(nextId).toBeNull();
    expect(events[0]).not.toHaveProperty("payload");
  });

  test.each(["evt_none", "nonsense", "evt_\u0000", "x".repeat(9_999)])(
    "after an event that is none (%j) does not break",
    async (afterId) => {
      await anEvent("evt_1", "applied");
      expect((await eventLog({ afterId }, now)).events.length).toBeLessThanOrEqual(1);
    },
  );
});

describe("one event", () => {
  test("has what was in it, with names taken out", async () => {
    await anEvent("evt_1", "dead");
    const { payload, state, reason } = await wholeEvent("evt_1");
    expect(JSON.parse(payload)).toEqual({ id: "evt_1", name: "•••" });
    expect([state, reason]).toEqual(["dead", "Because."]);
  });

  test.each(["evt_none", "", "evt_\u0000", "../1"])("that is none (%j) is not found", async (id) => {
    await expect(wholeEvent(id)).rejects.toMatchObject({ code: "not_found" });
  });
});
