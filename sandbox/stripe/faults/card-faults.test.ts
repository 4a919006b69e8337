import { describe, expect, test } from "vitest";
import { cardBehaviour, faultyCards, numberOfNamedCard, passesLuhn } from "../rules/cards";
import { StillWorld } from "../testing/still-world";
import { usualWish } from "./wish";

/** Numbers of Stripe's testing page, by brand, behaviour and country. */
const STRIPES = [
  "4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100",
  "378282246310005 371449635398431 6011111111111117 6011000990139424 6011981111111113 3056930009020004",
  "36227206271667 6555900000604105 3566002020360505 6200000000000005 6200000000000047 6205500000000000004",
  "4000002500001001 5555552500001001 4000000000000010 4000000000000028 4000000000000036 4000000000000044",
  "4000000000000101 4000000000000341 4000000000000002 4000000000009995 4000000000009987 4000000000009979",
  "4000000000000069 4000000000000127 4000000000000119 4242424242424241 4000000000006975 4100000000000019",
  "4000000000004954 4000000000009235 4000000000003030 4000000000003220 4000000000003063 4000000000003055",
  "4000000000003097 4000000000003105 4000000000003113 4000002500003155 4000002760003184 4000003800000446",
  "4000008400001629 4000008260003178 4000008400001280 4000000000000259 4000000000002685 4000000000001976",
  "4000000000005423 4000000404000079 4000000404000038 4000000000000077 4000000000003720 4000000000007726",
  "4000000000005126 4000000760000002 4000001240000000 4000004840008001 4000008400000084 4000000840000000",
].flatMap((line) => line.split(" "));

describe("the cards of the sandbox", () => {
  test.each(faultyCards())(
    "$number ($name) is a valid number, none of Stripe's, and pays",
    ({ number, name, fault }) => {
      expect([passesLuhn(number), STRIPES.includes(number), numberOfNamedCard(name)]).toEqual([true, false, number]);
      // The digits where Stripe's numbers say a country hold no country's.
      expect(number.slice(4, 9)).toBe("00999");
      expect(cardBehaviour(number)?.decline).toBeUndefined();
      expect(Object.keys(usualWish(fault.kind).options)).toEqual(
        expect.arrayContaining(Object.keys(fault.options ?? {})),
      );
    },
  );

  test("are nine, each for something else", () => {
    const kinds = faultyCards().map(({ fault }) => fault.kind);
    expect([kinds.length, new Set(kinds).size]).toEqual([9, 9]);
  });
});

function aPayerWith(card: string) {
  const still = new StillWorld();
  const price = still.price(1900);
  const customer = still.payer(card);
  const subscribe = (key = "key_1") =>
    still.ask("POST", "/v1/subscriptions", { customer, items: [{ price }] }, { idempotencyKey: key });
  return { still, price, customer, subscribe };
}

test.each([
  ["pm_card_sandboxRateLimited", 429],
  ["pm_card_sandboxServerError", 500],
])("%s refuses its first payment with %i, and the retry under the same key pays", (card, status) => {
  const { still, subscribe } = aPayerWith(card);
  expect(subscribe().status).toBe(status);
  expect([still.all("subscriptions"), still.all("charges"), still.all("idempotent_results")]).toEqual([[], [], []]);
  expect(still.all("faults")).toMatchObject([{ left: 0, seen: 1 }]);
  expect([subscribe().status, subscribe("key_2").status]).toEqual([200, 200]);
  expect(still.all("charges")).toHaveLength(2);
});

test("pm_card_sandboxTimeoutBefore gives its first payment no answer and does nothing, and the retry pays", () => {
  const { still, subscribe } = aPayerWith("pm_card_sandboxTimeoutBefore");
  expect(subscribe().fate).toEqual({ kind: "hold", ms: 120_000 });
  expect([still.all("subscriptions"), still.all("charges"), still.all("idempotent_results")]).toEqual([[], [], []]);
  const retried = subscribe();
  expect([retried.status, retried.fate]).toEqual([200, undefined]);
  expect([still.all("subscriptions"), still.all("charges")]).toMatchObject([[{ status: "active" }], [{ paid: true }]]);
});

test("refusing took no ids: what comes of the retry is what a good card would have made", () => {
  const { still, subscribe } = aPayerWith("pm_card_sandboxServerError");
  const good = aPayerWith("pm_card_visa");
  subscribe();
  const { body } = subscribe();
  expect((body as { id: string }).id).toBe((good.subscribe().body as { id: string }).id);
  expect(still.told()).toEqual(good.still.told());
});

test("one that a request names itself refuses that customer once, and another customer again", () => {
  const still = new StillWorld();
  const pay = (customer: string) =>
    still.ask("POST", "/v1/payment_intents", {
      customer,
      amount: 500,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_sandboxServerError",
      return_url: "http://127.0.0.1:9/",
    }).status;
  const [ann, bob] = [still.payer(), still.payer()];
  expect([pay(ann), pay(ann), pay(ann), pay(bob), pay(bob)]).toEqual([500, 200, 200, 500, 200]);
  expect(still.all("charges")).toHaveLength(3);
});

test("what does not pay is not refused, though such a card is on file", () => {
  const { still, customer } = aPayerWith("pm_card_sandboxRateLimited");
  expect(still.ask("POST", `/v1/customers/${customer}`, { name: "Ann" }).status).toBe(200);
  expect(still.all("faults")).toEqual([]);
});

test.each([
  ["pm_card_sandboxTimeout", { kind: "hold", ms: 120_000 }],
  ["pm_card_sandboxCut", { kind: "cut" }],
])("%s pays and its answer meets %o; the retry replays it, the next payment meets it again", (card, fate) => {
  const { still, subscribe } = aPayerWith(card);
  const [first, replay, next] = [subscribe(), subscribe(), subscribe("key_2")];
  expect([first.fate, replay.fate, next.fate]).toEqual([fate, undefined, fate]);
  expect(replay).toMatchObject({ status: 200, headers: { "idempotent-replayed": "true" } });
  expect(still.all("subscriptions")).toHaveLength(2);
});

test("paid by the clock, the fault waits for the customer's next request", () => {
  const { still, customer, price } = aPayerWith("pm_card_visa");
  still.subscribe(customer, price);
  const card = still.post("/v1/payment_methods/pm_card_sandboxRateLimited/attach", { customer }) as { id: string };
  still.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card.id } });
  still.advance(32 * 86_400);
  expect(still.invoices(still.payer())).toEqual([]);
  expect(still.ask("GET", `/v1/customers/${customer}`).status).toBe(429);
  expect(still.ask("GET", `/v1/customers/${customer}`).status).toBe(200);
});

test.each([
  ["pm_card_sandboxDrop", { kind: "webhook_drop", left: 20 }],
  ["pm_card_sandboxDuplicate", { kind: "webhook_duplicate", left: 20 }],
  ["pm_card_sandboxReorder", { kind: "webhook_reorder", left: 7 }],
  ["pm_card_sandboxDelay", { kind: "webhook_delay", left: 20 }],
])("%s orders its fault for its customer, beginning with the payment's own events", (card, order) => {
  const { still, customer, subscribe } = aPayerWith(card);
  still.post("/v1/webhook_endpoints", { url: "http://127.0.0.1:9/hook", enabled_events: ["*"] });
  still.post("/v1/customers", { name: "Somebody else" });
  expect(subscribe().status).toBe(200);
  const [armed] = still.all("faults");
  expect(armed).toMatchObject({ kind: order.kind, customer, card: cardOf(card) });
  expect(armed?.left).toBeLessThan(order.left);
  const fates = still.all("deliveries").map(({ fate }) => fate?.kind);
  expect(fates[0]).toBeUndefined();
  expect(new Set(fates.slice(1))).toContain(order.kind);
});

function cardOf(name: string): string | undefined {
  return numberOfNamedCard(name);
}
