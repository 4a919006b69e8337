import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Invoice, Subscription } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";

const MONTH_S = 31 * DAY_S;
const PREVIEW = "/v1/invoices/create_preview";

function subscribed(amounts: number[], more: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const items = amounts.map((amount) => ({ price: world.price(amount) }));
  const made = world.subscribe(customer, "", { items, ...more });
  const preview = (details?: Fields, extra: Fields = {}) =>
    world.post(PREVIEW, { subscription: made.id, subscription_details: details, ...extra }) as Invoice;
  const update = (fields: Fields) => world.post(`/v1/subscriptions/${made.id}`, fields) as Subscription;
  const newest = () => world.invoices(customer)[0]!;
  return { world, customer, id: made.id, items: made.items.data, preview, update, newest };
}

const sums = (invoice: Invoice) => ({
  lines: invoice.lines.data.map((line) => [line.amount, line.description]),
  total: invoice.total,
  due: invoice.amount_due,
});

/** What one item may become. */
const changes = fc.oneof(
  fc.record({ do: fc.constant("price" as const), amount: fc.nat(900_000), yearly: fc.boolean() }),
  fc.record({ do: fc.constant("quantity" as const), quantity: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant("remove" as const) }),
  fc.record({ do: fc.constant("keep" as const) }),
);

test("a preview is to the cent what the change then costs, whatever changes, whenever, however it is billed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 3 }),
      fc.array(changes, { minLength: 3, maxLength: 3 }),
      fc.option(fc.nat(900_000)),
      fc.constantFrom("create_prorations", "always_invoice", "none"),
      fc.integer({ min: 0, max: MONTH_S - 10 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: -5_000, max: 0 }),
      // oxlint-disable-next-line max-params -- one for each thing that may vary
      (amounts, wanted, added, proration_behavior, moment, later, balance) => {
        const { world, customer, items, preview, update, newest } = subscribed(amounts);
        const yearly = wanted.every((each) => each.do === "price" && each.yearly);
        const become = (each: (typeof wanted)[number]) => {
          if (each.do === "remove") return { deleted: true };
          if (each.do === "quantity") return { quantity: each.quantity };
          const interval = yearly ? "year" : "month";
          return each.do === "price" ? { price: world.price(each.amount, { recurring: { interval } }) } : {};
        };
        const asked = [
          ...items.map((item, i) => ({ id: item.id, ...become(wanted[i]!) })),
          ...(added === null || yearly ? [] : [{ price: world.price(added) }]),
        ];
        fc.pre(asked.some((each) => !("deleted" in each)));
        world.post(`/v1/customers/${customer}`, { balance });
        world.advance(moment);
        const details = { items: asked, proration_behavior, proration_date: world.nowS };
        const before = world.all("events").length;
        const quote = preview(details);
        expect(world.all("events")).toHaveLength(before);
        world.advance(later);
        const made = world.all("invoices").length;
        update(details);
        if (world.all("invoices").length === made) world.advance(START_S + MONTH_S + 3_601 - world.nowS);
        expect(sums(newest())).toEqual(sums(quote));
      },
    ),
    { numRuns: 30 },
  );
});

test("a preview leaves nothing behind: no thing, no event, no number used up", () => {
  const { world, items, preview } = subscribed([1900]);
  const price = world.price(9900);
  const before = JSON.stringify([...world.world.snapshot()]);
  preview({ items: [{ id: items[0]!.id, price }], proration_behavior: "always_invoice" });
  world.world.rollback();
  expect(JSON.stringify([...world.world.snapshot()])).toBe(before);
});

describe("without a change", () => {
  test("it is the next renewal, with what waits for it", () => {
    const { world, customer, preview, newest } = subscribed([1900]);
    world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
    const quote = preview();
    expect(quote).toMatchObject({ billing_reason: "upcoming", status: "draft", total: 2400, number: null });
    expect(quote.created).toBe(START_S + MONTH_S);
    world.advance(MONTH_S + 2 * 3_600);
    expect(sums(newest())).toEqual(sums(quote));
  });

  test("a trial shows what comes at its end", () => {
    const { preview } = subscribed([1900], { trial_period_days: 14 });
    expect(preview()).toMatchObject({ created: START_S + 14 * DAY_S, amount_due: 1900 });
  });

  test.each([
    ["ends with its period", { cancel_at_period_end: true }],
    ["is paused", null],
  ])("of one that %s there is nothing to come", (_name, fields) => {
    const { world, id } = subscribed([1900]);
    if (fields) world.post(`/v1/subscriptions/${id}`, fields);
    else world.post(`/v1/subscriptions/${id}/pause`);
    expect(world.refused("POST", PREVIEW, { subscription: id })).toEqual([404, "invoice_upcoming_none", undefined]);
  });
});

test("asking to end with the period shows that nothing comes, and asking to end now what is settled", () => {
  const { world, id, preview } = subscribed([3100]);
  const ending = { subscription: id, subscription_details: { cancel_at_period_end: true } };
  expect(world.refused("POST", PREVIEW, ending)[1]).toBe("invoice_upcoming_none");
  world.advance(DAY_S);
  expect(preview({ cancel_now: true })).toMatchObject({ total: -3000, amount_due: 0 });
  expect(world.subscription(id).status).toBe("active");
});

test("extra items are previewed beside the renewal, and stay out of the world", () => {
  const { world, preview } = subscribed([1900]);
  const quote = preview(undefined, { invoice_items: [{ amount: 700, currency: "usd", description: "Set-up" }] });
  expect(quote.lines.data.map((line) => line.amount)).toEqual([700, 1900]);
  expect(world.all("invoice_items")).toEqual([]);
});

test("a subscription that is not there yet is previewed as its first invoice", () => {
  const { world, customer } = subscribed([1900]);
  const items = [{ price: world.price(500), quantity: 3 }];
  const quote = world.post(PREVIEW, { customer, subscription_details: { items } }) as Invoice;
  expect(quote).toMatchObject({ amount_due: 1500, customer });
  expect(world.all("subscriptions")).toHaveLength(1);
});

test.each<[string, Fields, [number, string | undefined, string | undefined]]>([
  ["nobody", {}, [400, "resource_missing", "customer"]],
  ["a subscription of somebody else", { customer: "cus_other" }, [400, undefined, "subscription"]],
  [
    "a proration date outside the period",
    { subscription_details: { proration_date: 1, items: [{ price: "price_x" }] } },
    [400, undefined, "proration_date"],
  ],
  [
    "an update that would leave no item",
    { subscription_details: { items: [{ id: "si_none", deleted: true }] } },
    [400, "resource_missing", "items[0][id]"],
  ],
])("%s is refused", (name, fields, refusal) => {
  const { world, id } = subscribed([1900]);
  expect(world.refused("POST", PREVIEW, name === "nobody" ? {} : { subscription: id, ...fields })).toEqual(refusal);
});

describe("what comes again and again", () => {
  function aTeam(more: Fields = {}) {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    const made = world.subscribe(customer, world.price(1900), more);
    world.post("/v1/invoiceitems", { customer, amount: 700, currency: "usd" });
    const preview = (fields: Fields) =>
      world.post("/v1/invoices/create_preview", { preview_mode: "recurring", ...fields }) as Invoice;
    return { world, customer, id: made.id, item: made.items.data[0]?.id, preview };
  }
  const amounts = ({ lines }: Invoice) => lines.data.map(({ amount }) => amount);

  test("is a whole period, whatever waits beside it", () => {
    const { world, id, preview } = aTeam();
    expect(amounts(preview({ subscription: id }))).toEqual([1900]);
    expect(world.all("invoice_items")).toHaveLength(1);
  });

  test("is that of a change, without what the change itself costs", () => {
    const { world, id, item, preview } = aTeam();
    world.advance(10 * 86_400);
    const more = { items: [{ id: item, quantity: 3 }], proration_behavior: "always_invoice" };
    expect(amounts(preview({ subscription: id, subscription_details: more }))).toEqual([5700]);
    const yearly = world.price(19_000, { recurring: { interval: "year" } });
    const other = { items: [{ id: item, price: yearly }] };
    expect(amounts(preview({ subscription: id, subscription_details: other }))).toEqual([19_000]);
  });

  test("is that of a subscription that is not there yet, though it begins with a trial", () => {
    const { world, customer, preview } = aTeam();
    const subscription_details = { items: [{ price: world.price(500) }], trial_end: world.nowS + 86_400 };
    expect(amounts(preview({ customer, subscription_details }))).toEqual([500]);
  });
});

test("through the SDK a preview fits its declared type, and the update it names is charged the same", async () => {
  const { stripe } = await openWorld();
  const { monthly, yearly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const [item] = subscription.items.data;
  const details = { items: [{ id: item!.id, price: yearly.id }], proration_date: item!.current_period_start };
  const quote = await stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: details });
  expect(quote.id).toMatch(/^upcoming_in_/);
  const changed = await stripe.subscriptions.update(subscription.id, { ...details, expand: ["latest_invoice"] });
  expect(changed.latest_invoice).toMatchObject({ amount_paid: quote.amount_due, status: "paid" });
});
