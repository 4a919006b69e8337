import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { eventFace } from "../../stripe/pages/control-faces";
import { DAY_S, StillWorld } from "../../stripe/testing/still-world";
import { TELLING, wordsOf } from "./event-words";
import { WorldEvent } from "./shapes";

let world: StillWorld;
beforeEach(() => {
  world = new StillWorld();
});

const events = () => world.all("events").map((event) => WorldEvent.parse(eventFace(world.world, event)));
/** The sentences of all that happened since, in order. */
function told(since = 0) {
  return events()
    .slice(since)
    .filter(({ type }) => TELLING.includes(type))
    .flatMap((event) => wordsOf(event)?.text ?? []);
}
const marked = () => world.all("events").length;

describe("a life with a subscription", () => {
  test("begins", () => {
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    expect(told()).toEqual([
      "became a customer",
      "put a card on file, visa •••• 4242",
      "subscribed to Pro",
      "paid $19.00 to begin",
    ]);
  });

  test("begins with a trial, which is announced and ends", () => {
    world.subscribe(world.payer("pm_card_visa"), world.price(1900), { trial_period_days: 7 });
    expect(told().slice(2)).toEqual(["began a trial of Pro, until 8 March 2027", "has nothing to pay yet"]);
    const mark = marked();
    world.advance(8 * DAY_S);
    expect(told(mark)).toEqual([
      "is told that the trial ends on 8 March 2027",
      "ended the trial and is active",
      "renewed and paid $19.00",
    ]);
  });

  test("goes past due and comes back", () => {
    const customer = world.payer("pm_card_chargeCustomerFail");
    world.subscribe(customer, world.price(1900), { trial_period_days: 1 });
    let mark = marked();
    world.advance(2 * DAY_S);
    expect(told(mark)).toContain("could not be charged $19.00 (try 1); tried again on 5 March 2027");
    expect(told(mark)).toContain("is past due");
    const { id } = world.post("/v1/payment_methods/pm_card_visa/attach", { customer }) as { id: string };
    world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: id } });
    mark = marked();
    world.advance(4 * DAY_S);
    expect(told(mark).toSorted()).toEqual(["is active again", "renewed and paid $19.00"]);
  });

  test("changes the plan, leaves, stays after all, and is gone", () => {
    const { id, items } = world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    const change = (fields: object) => {
      const mark = marked();
      world.post(`/v1/subscriptions/${id}`, { ...fields });
      return told(mark);
    };
    const larger = world.price(9900);
    expect(change({ items: [{ id: items.data[0]!.id, price: larger }], proration_behavior: "none" })).toEqual([
      "changed to Pro",
    ]);
    expect(change({ cancel_at_period_end: true })).toEqual(["leaves: ends on 1 April 2027"]);
    expect(change({ cancel_at_period_end: false })).toEqual(["stays after all"]);
    expect(change({ pause_collection: { behavior: "void" } })).toEqual(["is not charged for a while"]);
    expect(change({ pause_collection: "" })).toEqual(["is charged again"]);
    expect(change({ metadata: { colour: "red" } })).toEqual([]);
    const mark = marked();
    world.do("DELETE", `/v1/subscriptions/${id}`);
    expect(told(mark)).toEqual(["has no subscription any more"]);
  });

  test("is refunded, disputed and credited, each with its amount", () => {
    const customer = world.payer("pm_card_visa");
    world.subscribe(customer, world.price(1900));
    const [charge] = world.all("charges");
    let mark = marked();
    world.post("/v1/refunds", { charge: charge!.id, amount: 500 });
    expect(told(mark)).toEqual(["got $5.00 back"]);
    mark = marked();
    world.post("/v1/payment_intents", {
      amount: 700,
      currency: "eur",
      customer: world.payer(),
      payment_method: "pm_card_createDispute",
      confirm: true,
      return_url: "http://localhost/",
    });
    expect(told(mark)).toContain("disputes €7.00");
  });

  test("leaves a checkout unfinished", () => {
    const price = world.price(1900);
    const back = { success_url: "http://localhost/", cancel_url: "http://localhost/" };
    world.post("/v1/checkout/sessions", { mode: "subscription", line_items: [{ price, quantity: 1 }], ...back });
    world.advance(2 * DAY_S);
    expect(told()).toEqual(["left checkout, and it expired"]);
  });
});

describe("events that say nothing of their own", () => {
  test("have no words, and neither have types nobody thought of", () => {
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    const silent = events().filter((event) => wordsOf(event) === undefined);
    expect(silent.map(({ type }) => type)).toContain("invoice.created");
    const [event] = events();
    for (const type of ["no.such.event", "constructor", "__proto__", "toString", ""]) {
      expect(wordsOf({ ...event!, type })).toBeUndefined();
    }
  });
});

test("whatever an event holds, it is told without a failure, and never as an object", () => {
  const fields = fc.dictionary(
    fc.constantFrom("status", "amount", "currency", "items", "card", "trial_end", "cancel_at", "billing_reason", "x"),
    fc.anything(),
  );
  const event = fc.record({
    id: fc.string(),
    type: fc.constantFrom(...TELLING),
    created: fc.integer(),
    pending_webhooks: fc.integer(),
    object: fields,
    previous: fc.option(fields, { nil: null }),
    plan: fc.option(fc.string(), { nil: null }),
    customer: fc.constant(null),
  });
  fc.assert(
    fc.property(event, (any) => {
      const words = wordsOf(any);
      if (!words) return;
      expect(words.text).not.toMatch(/\[object|undefined|NaN/u);
      expect(["good", "warn", "bad", "plain"]).toContain(words.tone);
    }),
  );
});
