import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { netOf } from "./objects/invoice";
import type { Invoice, InvoiceLine } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { openWorld } from "./testing/test-world";

function aDraft() {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  world.post("/v1/invoiceitems", { customer, amount: 1000, currency: "usd", description: "Book" });
  world.post("/v1/invoiceitems", { customer, amount: 300, currency: "usd", description: "Pen" });
  const { id } = world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" }) as Invoice;
  const now = () => world.get(`/v1/invoices/${id}`) as Invoice;
  const [book, pen] = now().lines.data as [InvoiceLine, InvoiceLine];
  const at = `/v1/invoices/${id}`;
  const change = (line: string, fields: Fields) => world.post(`${at}/lines/${line}`, fields) as InvoiceLine;
  return { world, customer, id, at, now, book, pen, change };
}

/** A renewal in its hour as a draft. */
function aRenewal() {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  world.subscribe(customer, world.price(1900));
  world.advance(31 * DAY_S);
  const draft = world.invoices(customer)[0] as Invoice;
  return { world, at: `/v1/invoices/${draft.id}`, line: draft.lines.data[0]?.id ?? "" };
}

describe("a line of a draft", () => {
  test("changes with the invoice item it shows, and the sums follow", () => {
    const { world, now, book, change } = aDraft();
    const fields = { amount: 1500, description: "Two books", metadata: { shelf: "3" } };
    expect(change(book.id, fields)).toMatchObject({ id: book.id, ...fields });
    expect(now()).toMatchObject({ total: 1800, amount_due: 1800 });
    expect(world.all("invoice_items")[0]).toMatchObject(fields);
    expect(world.told("invoice.updated")).toHaveLength(1);
  });

  test("takes another price and quantity", () => {
    const { world, now, pen, change } = aDraft();
    change(pen.id, { pricing: { price: world.price(250, { recurring: undefined }) }, quantity: 3 });
    expect(now().total).toBe(1750);
  });

  test("of a subscription takes other words and days, and no other sum", () => {
    const { world, at, line } = aRenewal();
    const period = { start: START_S, end: START_S + DAY_S };
    const fields = { description: "March", period, metadata: { a: "1" } };
    expect(world.post(`${at}/lines/${line}`, fields)).toMatchObject({ amount: 1900, ...fields });
    for (const wrong of [{ amount: 1 }, { quantity: 2 }])
      expect(world.refused("POST", `${at}/lines/${line}`, wrong)[0]).toBe(400);
    expect(world.refused("POST", `${at}/remove_lines`, { lines: [{ id: line, behavior: "delete" }] })[0]).toBe(400);
  });

  test("is no longer changed once the invoice is final", () => {
    const { world, at, book } = aDraft();
    world.post(`${at}/finalize`);
    expect(world.refused("POST", `${at}/lines/${book.id}`, { amount: 1 })[0]).toBe(400);
    for (const [verb, fields] of [
      ["add_lines", { lines: [{ amount: 1 }] }],
      ["remove_lines", { lines: [{ id: book.id, behavior: "delete" }] }],
      ["update_lines", { lines: [{ id: book.id, amount: 1 }] }],
    ] as const)
      expect(world.refused("POST", `${at}/${verb}`, fields)[0]).toBe(400);
    expect(world.get(at)).toMatchObject({ total: 1300 });
  });

  test.each([
    ["lines/il_none", { amount: 1 }, 404, "resource_missing"],
    ["remove_lines", { lines: [{ id: "il_none", behavior: "delete" }] }, 404, "resource_missing"],
    ["add_lines", { lines: [{ description: "Nothing" }] }, 400, "parameter_missing"],
    ["add_lines", { lines: [{ invoice_item: "ii_none" }] }, 400, "resource_missing"],
    ["update_lines", { lines: [{ amount: 1 }] }, 400, "parameter_missing"],
    ["add_lines", { lines: [{ amount: 1, tax_rates: ["txr_1"] }] }, 400, "sandbox_parameter_not_built"],
  ])("%s with %j is refused", (verb, fields, status, code) => {
    const { world, at, now } = aDraft();
    expect(world.refused("POST", `${at}/${verb}`, fields).slice(0, 2)).toEqual([status, code]);
    expect(now().total).toBe(1300);
  });
});

describe("lines of a draft", () => {
  test("are added, as new things and as what waits, and noted on the invoice", () => {
    const { world, customer, at, now } = aDraft();
    const { id: waits } = world.post("/v1/invoiceitems", { customer, amount: 50, currency: "usd" }) as { id: string };
    const lines = [{ amount: 200, description: "Ink" }, { invoice_item: waits }];
    expect(world.post(`${at}/add_lines`, { lines, invoice_metadata: { by: "hand" } })).toMatchObject({
      total: 1550,
      metadata: { by: "hand" },
    });
    expect(now().lines.data.map(({ amount }) => amount)).toEqual([1000, 300, 200, 50]);
    expect(world.refused("POST", `${at}/add_lines`, { lines: [{ invoice_item: waits }] })[0]).toBe(400);
    const other = world.post("/v1/invoiceitems", { customer: world.payer(), amount: 50, currency: "usd" }) as {
      id: string;
    };
    expect(world.refused("POST", `${at}/add_lines`, { lines: [{ invoice_item: other.id }] })[0]).toBe(400);
  });

  test("are taken off: for good, or to wait for the next invoice", () => {
    const { world, customer, at, now, book, pen } = aDraft();
    const lines = [
      { id: book.id, behavior: "delete" },
      { id: pen.id, behavior: "unassign" },
    ];
    expect(world.post(`${at}/remove_lines`, { lines })).toMatchObject({ total: 0, lines: { data: [] } });
    expect(world.told("invoiceitem.deleted")).toHaveLength(1);
    expect(world.all("invoice_items")).toMatchObject([{ amount: 300, invoice: null }]);
    const next = world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" });
    expect(next).toMatchObject({ total: 300 });
    expect(now().total).toBe(0);
  });

  test("changed together change all or none", () => {
    const { world, at, now, book, pen } = aDraft();
    const lines = [
      { id: book.id, amount: 1 },
      { id: pen.id, amount: 2 },
    ];
    expect(world.post(`${at}/update_lines`, { lines })).toMatchObject({ total: 3 });
    const wrong = {
      lines: [
        { id: book.id, amount: 99 },
        { id: "il_none", amount: 1 },
      ],
    };
    expect(world.refused("POST", `${at}/update_lines`, wrong)[0]).toBe(404);
    expect(now().total).toBe(3);
  });
});

test("whatever is added, changed and taken off, the sums are those of the lines, discount and all", () => {
  const amounts = fc.integer({ min: -5_000, max: 50_000 });
  const act = fc.oneof(
    fc.record({ do: fc.constant("add" as const), amount: amounts }),
    fc.record({ do: fc.constant("change" as const), which: fc.nat(9), amount: amounts }),
    fc.record({
      do: fc.constant("remove" as const),
      which: fc.nat(9),
      behavior: fc.constantFrom("delete", "unassign"),
    }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      const { world, at, now } = aDraft();
      const { id: coupon } = world.post("/v1/coupons", { percent_off: 33, duration: "forever" }) as { id: string };
      world.post(at, { discounts: [{ coupon }] });
      for (const asked of acts) {
        const { data } = now().lines;
        const line = "which" in asked ? data[asked.which % Math.max(data.length, 1)]?.id : undefined;
        if (asked.do === "add") world.post(`${at}/add_lines`, { lines: [{ amount: asked.amount }] });
        else if (line && asked.do === "change") world.post(`${at}/lines/${line}`, { amount: asked.amount });
        else if (line && asked.do === "remove")
          world.post(`${at}/remove_lines`, { lines: [{ id: line, behavior: asked.behavior }] });
        const { lines, total, subtotal } = now();
        expect(subtotal).toBe(lines.data.reduce((sum, each) => sum + each.amount, 0));
        expect(total).toBe(lines.data.reduce((sum, each) => sum + netOf(each), 0));
      }
    }),
    { numRuns: 12 },
  );
});

test("by the SDK", async () => {
  const { stripe } = await openWorld();
  const { id: customer } = await stripe.customers.create();
  const draft = await stripe.invoices.create({ customer });
  const added = await stripe.invoices.addLines(draft.id, { lines: [{ amount: 500, description: "Book" }] });
  const line = added.lines.data[0]?.id ?? "";
  expect(await stripe.invoices.updateLineItem(draft.id, line, { amount: 700 })).toMatchObject({ amount: 700 });
  expect(await stripe.invoices.updateLines(draft.id, { lines: [{ id: line, amount: 900 }] })).toMatchObject({
    total: 900,
  });
  const emptied = await stripe.invoices.removeLines(draft.id, { lines: [{ id: line, behavior: "delete" }] });
  expect(emptied.total).toBe(0);
});
