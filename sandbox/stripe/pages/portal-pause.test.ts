import { describe, expect, test } from "vitest";
import type { Subscription } from "../store/wire";
import { visit } from "../testing/still-pages";
import { DAY_S, type Fields, START_S, StillWorld } from "../testing/still-world";
import { openWorld } from "../testing/test-world";
import { momentsOf } from "./control-coming";

function aPortal(feature: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const { id } = world.subscribe(customer, world.price(1900));
  const features = { subscription_pause: { enabled: true, ...feature }, subscription_cancel: { enabled: true } };
  const { id: configuration } = world.post("/v1/billing_portal/configurations", { features }) as { id: string };
  /** A page of its own for each visit, since pages close. */
  const at = () => {
    const { url } = world.post("/v1/billing_portal/sessions", { customer, configuration }) as { url: string };
    return new URL(url).pathname;
  };
  return {
    world,
    id,
    show: async (view = "") => (await visit(world, `${at()}?view=${view}&subscription=${id}`)).text,
    act: (action: string, more: Fields = {}) => visit(world, at(), { action, subscription: id, ...more }),
    now: () => world.get(`/v1/subscriptions/${id}`) as Subscription,
    paid: () => world.invoices(customer).map(({ amount_paid }) => amount_paid),
  };
}

const TWO = {
  duration: {
    type: "interval_options",
    interval_options: [{ interval: "week" }, { interval: "month", interval_count: 3 }],
  },
};

describe("a shop that lets its customers pause", () => {
  test("offers a month unless it says otherwise; then nothing is charged, and it goes on by itself", async () => {
    const { world, show, act, now, paid } = aPortal();
    expect(await show()).toContain("Pause subscription");
    expect(await show("pause")).toContain("1 month");
    expect((await act("pause", { choice: "0" })).status).toBe(303);
    expect(now().status).toBe("paused");
    expect(await show()).toContain("Paused until 1 April 2027");
    expect(momentsOf(world.world, now())).toEqual([{ at: START_S + 31 * DAY_S, what: "collects_again" }]);
    world.advance(31 * DAY_S - 1);
    expect([now().status, paid()]).toEqual(["paused", [1900]]);
    world.advance(1);
    expect(now()).toMatchObject({ status: "active", billing_cycle_anchor: START_S + 31 * DAY_S });
    world.advance(3_600);
    expect(paid()).toEqual([1900, 1900]);
    expect(world.told("customer.subscription.").slice(-2)).toContain("customer.subscription.resumed");
  });

  test("may offer other spans, of which one is chosen", async () => {
    const { world, show, act, now } = aPortal(TWO);
    expect(await show("pause")).toMatch(/1 week[^]*3 months/);
    expect((await act("pause", { choice: "7" })).status).toBe(400);
    await act("pause", { choice: "1" });
    world.advance(91 * DAY_S);
    expect(now().status).toBe("paused");
    world.advance(DAY_S);
    expect(now().status).toBe("active");
  });

  test("may leave the end open: its owner resumes it, and is charged then", async () => {
    const { world, show, act, now, paid } = aPortal({ duration: { type: "indefinite" } });
    await act("pause");
    expect(await show()).toContain("Paused: nothing is charged");
    world.advance(400 * DAY_S);
    expect(paid()).toEqual([1900]);
    expect((await act("go_on")).status).toBe(303);
    expect([now().status, paid()]).toEqual(["active", [1900, 1900]]);
  });

  test("resumed early it does not resume a second time", async () => {
    const { world, act, paid } = aPortal();
    await act("pause");
    world.advance(5 * DAY_S);
    await act("go_on");
    expect(paid()).toEqual([1900, 1900]);
    world.advance(27 * DAY_S);
    expect(paid()).toEqual([1900, 1900]);
    expect(world.told("customer.subscription.resumed")).toHaveLength(1);
  });

  test("does not pause what is paused, ends, or is somebody else's", async () => {
    const paused = aPortal();
    await paused.act("pause");
    expect((await paused.act("pause")).status).toBe(400);
    const ending = aPortal();
    ending.world.post(`/v1/subscriptions/${ending.id}`, { cancel_at_period_end: true });
    expect(await ending.show()).not.toContain("Pause subscription");
    expect((await ending.act("pause")).status).toBe(400);
    const other = ending.world.subscribe(ending.world.payer("pm_card_visa"), ending.world.price(1900));
    expect((await ending.act("pause", { subscription: other.id })).status).toBe(404);
  });
});

test("where the shop does not, nothing is offered, and nothing done", async () => {
  const { show, act, now } = aPortal({ enabled: false });
  expect(await show()).not.toContain("Pause");
  expect(await show("pause")).toBe("");
  expect((await act("pause")).status).toBe(400);
  expect((await act("go_on")).status).toBe(400);
  expect(now().status).toBe("active");
});

test("by the SDK a configuration says what it offers", async () => {
  const { stripe } = await openWorld();
  const { features, id } = await stripe.billingPortal.configurations.create({
    features: { subscription_pause: { enabled: true } },
  });
  expect(features.subscription_pause).toEqual({
    duration: { interval_options: [{ interval: "month", interval_count: 1 }], type: "interval_options" },
    enabled: true,
  });
  const changed = await stripe.billingPortal.configurations.update(id, {
    features: { subscription_pause: { enabled: true, duration: { type: "indefinite" } } },
  });
  expect(changed.features.subscription_pause.duration).toEqual({ interval_options: [], type: "indefinite" });
});
