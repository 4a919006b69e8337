import { expect, test, vi } from "vitest";
import { createClock } from "../clock";
import { buildCheckoutSession } from "../objects/checkout-session";
import { buildCustomer } from "../objects/customer";
import { buildInvoice } from "../objects/invoice";
import { startStep } from "../store/step";
import { World } from "../store/world";
import { Sweeper } from "./sweeper";

const START_S = 1_800_000_000;

function aWorld() {
  const world = new World("s");
  const clock = createClock(() => START_S * 1000);
  const step = startStep(world, START_S, { origin: "http://here" });
  const saved: (string | undefined)[] = [];
  const save = () => saved.push(...(world.commit()?.writes ?? []).map(([name, id]) => `${name}/${id}`));
  const sweeper = () => new Sweeper({ world, clock, origin: () => "http://here", save, afterSweep: () => {} });
  const openSession = (expires_at: number) => {
    const params = { mode: "setup" as const, success_url: "http://localhost/", expires_at };
    return world.put("checkout_sessions", buildCheckoutSession(step, params, { total: null, currency: null }));
  };
  return { world, clock, step, sweeper, openSession, saved };
}

/** An invoice that is to be tried again and has nothing to pay it with: what a bug would leave behind. */
function brokenInvoice({ world, step }: ReturnType<typeof aWorld>, at: number) {
  const customer = world.put("customers", buildCustomer(step, {}));
  const draft = buildInvoice(step, {
    customer,
    subscription: null,
    reason: "manual",
    lines: [],
    period: { start: START_S, end: START_S },
    currency: "usd",
    autoAdvance: true,
    collectionMethod: "charge_automatically",
    dueDate: null,
    paymentMethod: null,
    description: null,
    metadata: {},
  });
  return world.put("invoices", { ...draft, status: "open", next_payment_attempt: at });
}

test("nothing happens before its time, all in order of time when the clock has passed it, each at its own", () => {
  const parts = aWorld();
  const late = parts.openSession(START_S + 7_200);
  const early = parts.openSession(START_S + 3_600);
  parts.world.commit();
  const sweeper = parts.sweeper();
  expect(sweeper.sweep()).toBe(0);
  parts.clock.setOffsetMs(10_000_000);
  expect(sweeper.sweep()).toBe(2);
  const events = parts.world.all("events");
  expect(events.map((event) => [(event.data.object as { id: string }).id, event.created])).toEqual([
    [early.id, START_S + 3_600],
    [late.id, START_S + 7_200],
  ]);
  expect(sweeper.sweep()).toBe(0);
});

test("what fails is undone alone, told, and not tried for ever; what came before and after it stands", () => {
  const parts = aWorld();
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const before = parts.openSession(START_S + 1_000);
  const broken = brokenInvoice(parts, START_S + 2_000);
  const after = parts.openSession(START_S + 3_000);
  parts.world.commit();
  const sweeper = parts.sweeper();
  parts.clock.setOffsetMs(10_000_000);
  expect(sweeper.sweep()).toBe(3);
  expect(parts.world.find("checkout_sessions", before.id)?.status).toBe("expired");
  expect(parts.world.find("checkout_sessions", after.id)?.status).toBe("expired");
  expect(parts.world.find("invoices", broken.id)).toEqual(broken);
  expect(parts.saved).toEqual(
    expect.arrayContaining([`checkout_sessions/${before.id}`, `checkout_sessions/${after.id}`]),
  );
  expect(told).toHaveBeenCalledOnce();
  told.mockRestore();
  expect(sweeper.sweep()).toBe(0);
});

test("what a sweep already owes when it is made is found", () => {
  const parts = aWorld();
  parts.openSession(START_S - 1);
  expect(parts.sweeper().sweep()).toBe(1);
});
