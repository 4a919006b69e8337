import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invoiceSums } from "./pages/invoice-sums";
import type { Customer, Invoice } from "./store/wire";
import type { CreditNote } from "./store/wire-billing";
import { type Fields, StillWorld } from "./testing/still-world";
import { makePayer, openWorld } from "./testing/test-world";

/** A customer with an invoice of so much, open or paid. */
function billed(amount: number, paid: boolean, more: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  world.post("/v1/invoiceitems", { customer, amount, currency: "usd", description: "Work" });
  const { id } = world.post("/v1/invoices", {
    customer,
    pending_invoice_items_behavior: "include",
    ...more,
  }) as Invoice;
  world.post(`/v1/invoices/${id}/${paid ? "pay" : "finalize"}`);
  const invoice = () => world.get(`/v1/invoices/${id}`) as Invoice;
  const credit = (fields: Fields) => world.post("/v1/credit_notes", { invoice: id, ...fields }) as CreditNote;
  const refused = (fields: Fields) => world.refused("POST", "/v1/credit_notes", { invoice: id, ...fields });
  const balance = () => (world.get(`/v1/customers/${customer}`) as Customer).balance;
  return { world, customer, id, invoice, credit, refused, balance };
}

test("whatever is credited, due is paid and remaining, and no more is given back than there is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 100_000 }),
      fc.boolean(),
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 60_000 }),
          fc.constantFrom("refund_amount", "credit_amount", "out_of_band_amount"),
        ),
        {
          maxLength: 4,
        },
      ),
      (amount, paid, asked) => {
        const { world, id, invoice, balance } = billed(amount, paid);
        for (const [part, how] of asked) {
          const post = paid || invoice().status === "paid" ? { [how]: part } : {};
          world.ask("POST", "/v1/credit_notes", { invoice: id, amount: part, ...post });
        }
        const { amount_due, amount_paid, amount_remaining, total, ...rest } = invoice();
        expect(amount_due).toBe(amount_paid + amount_remaining);
        expect(rest.pre_payment_credit_notes_amount).toBe(total - amount_due);
        expect(rest.post_payment_credit_notes_amount).toBeLessThanOrEqual(amount_paid);
        const notes = world.all("credit_notes");
        expect(notes.reduce((sum, note) => sum + note.total, 0)).toBeLessThanOrEqual(amount);
        const refunds = world.all("refunds").reduce((sum, each) => sum + each.amount, 0);
        expect(refunds - balance()).toBeLessThanOrEqual(rest.post_payment_credit_notes_amount);
      },
    ),
    { numRuns: 40 },
  );
});

describe("on an open invoice", () => {
  test("it lessens what is owed, and the rest can still be paid", () => {
    const { world, id, credit, invoice } = billed(2000, false);
    const note = credit({ amount: 500, reason: "duplicate", memo: "Sorry" });
    expect(note).toMatchObject({ total: 500, pre_payment_amount: 500, post_payment_amount: 0, type: "pre_payment" });
    expect(note.number).toBe(`${invoice().number}-CN-01`);
    expect(invoice()).toMatchObject({ amount_due: 1500, amount_remaining: 1500, total: 2000, status: "open" });
    world.post(`/v1/invoices/${id}/pay`);
    expect(invoice()).toMatchObject({ amount_paid: 1500, status: "paid" });
    expect(world.all("charges").map((charge) => charge.amount)).toEqual([1500]);
  });

  test("of all that is owed it is paid, with nothing taken", () => {
    const { world, credit, invoice } = billed(2000, false);
    credit({ amount: 2000 });
    expect(invoice()).toMatchObject({ amount_due: 0, amount_paid: 0, amount_remaining: 0, status: "paid" });
    expect(world.all("payment_intents")[0]).toMatchObject({ status: "canceled" });
    expect(world.told("invoice.pa")).toEqual(["invoice.paid"]);
  });

  test("it can be taken back, once", () => {
    const { world, credit, invoice, refused } = billed(2000, false);
    const { id } = credit({ amount: 500 });
    expect(world.post(`/v1/credit_notes/${id}/void`)).toMatchObject({ status: "void", voided_at: world.nowS });
    expect(invoice()).toMatchObject({ amount_due: 2000, amount_remaining: 2000, pre_payment_credit_notes_amount: 0 });
    expect(world.refused("POST", `/v1/credit_notes/${id}/void`)[0]).toBe(400);
    expect(refused({ amount: 2001 })[2]).toBe("amount");
    expect(world.told("credit_note")).toEqual(["credit_note.created", "credit_note.voided"]);
  });
});

describe("on a paid invoice", () => {
  test("it says where the money goes: back to the card, or to the customer's credit", () => {
    const { world, credit, invoice, balance } = billed(2000, true);
    const note = credit({ amount: 1500, refund_amount: 1000, credit_amount: 500 });
    expect(note).toMatchObject({ type: "post_payment", refunds: [{ amount_refunded: 1000, type: "refund" }] });
    expect(world.all("refunds")[0]).toMatchObject({ amount: 1000, status: "succeeded" });
    expect(balance()).toBe(-500);
    expect(invoice()).toMatchObject({ amount_due: 2000, post_payment_credit_notes_amount: 1500, status: "paid" });
  });

  test("a refund that was made already can be named", () => {
    const { world, credit } = billed(2000, true);
    const payment_intent = world.all("payment_intents")[0]!.id;
    const { id } = world.post("/v1/refunds", { payment_intent, amount: 700 }) as { id: string };
    const note = credit({ amount: 700, refunds: [{ refund: id, amount_refunded: 700 }] });
    expect(note.refunds[0]).toMatchObject({ refund: id });
    expect(world.all("refunds")).toHaveLength(1);
  });

  test("it can not be taken back", () => {
    const { world, credit } = billed(2000, true);
    const { id } = credit({ amount: 100, out_of_band_amount: 100 });
    expect(world.refused("POST", `/v1/credit_notes/${id}/void`)[0]).toBe(400);
  });
});

test("a line given back takes its share of the discount with it", () => {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const { id: coupon } = world.post("/v1/coupons", { percent_off: 25 }) as { id: string };
  world.subscribe(customer, world.price(1000), {
    items: [{ price: world.price(1000), quantity: 4 }],
    discounts: [{ coupon }],
  });
  const [invoice] = world.invoices(customer) as [Invoice];
  const lines = [{ type: "invoice_line_item", invoice_line_item: invoice.lines.data[0]!.id, quantity: 1 }];
  const asked = { invoice: invoice.id, lines, refund_amount: 750 };
  const preview = world.get("/v1/credit_notes/preview", asked);
  expect(preview).toMatchObject({ subtotal: 1000, discount_amount: 250, total: 750 });
  expect(world.all("credit_notes")).toEqual([]);
  expect(world.post("/v1/credit_notes", asked)).toMatchObject({ subtotal: 1000, total: 750 });
  expect(world.all("charges")[0]).toMatchObject({ amount: 3000, amount_refunded: 750 });
});

describe("what is refused", () => {
  test.each<[string, boolean, Fields, string | undefined]>([
    ["nothing said", false, {}, "amount"],
    ["nothing", false, { amount: 0 }, "amount"],
    ["more than is owed", false, { amount: 2001 }, "amount"],
    ["more than was paid", true, { amount: 2001, refund_amount: 2001 }, "amount"],
    ["parts that do not add up", true, { amount: 1000, refund_amount: 400 }, "refund_amount"],
    ["no parts", true, { amount: 1000 }, "refund_amount"],
    [
      "a line that is not there",
      false,
      { lines: [{ type: "invoice_line_item", invoice_line_item: "il_x" }] },
      "lines[0][invoice_line_item]",
    ],
    ["a line without a price", false, { lines: [{ type: "custom_line_item" }] }, "lines[0][unit_amount]"],
  ])("%s", (_name, paid, fields, param) => {
    const { world, refused } = billed(2000, paid);
    const [status, , at] = refused(fields);
    expect([status, at]).toEqual([400, param]);
    expect([world.all("credit_notes"), world.all("refunds")]).toEqual([[], []]);
  });

  test("a draft, and an invoice that is void", () => {
    const { world, id, refused } = billed(2000, false);
    world.post(`/v1/invoices/${id}/void`);
    expect(refused({ amount: 100 })[0]).toBe(400);
  });
});

test("what was taken off, credited and given back stands under the invoice's lines", () => {
  const { world, credit, invoice } = billed(2000, true);
  credit({ amount: 500, refund_amount: 500 });
  const rows = invoiceSums(world.world, invoice()).map(({ label, amount }) => [label, amount]);
  const number = `${invoice().number}-CN-01`;
  expect(rows).toEqual([
    ["Total", 2000],
    [`Credit note ${number}`, -500],
    ["Amount due", 2000],
    ["Paid", 2000],
    ["Refunded", -500],
  ]);
});

describe("invoices by hand", () => {
  test("one that goes its way by itself is final after an hour, and charged", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    world.post("/v1/invoiceitems", { customer, amount: 700, currency: "usd" });
    const asked = { customer, pending_invoice_items_behavior: "include" };
    const slow = world.post("/v1/invoices", asked) as Invoice;
    expect(slow).toMatchObject({ auto_advance: false, automatically_finalizes_at: null });
    const quick = world.post(`/v1/invoices/${slow.id}`, { auto_advance: true }) as Invoice;
    expect(quick.automatically_finalizes_at).toBe(world.nowS + 3_600);
    world.advance(3_600);
    expect(world.get(`/v1/invoices/${slow.id}`)).toMatchObject({ status: "paid", amount_paid: 700 });
  });

  test("paid elsewhere, nothing is charged and what would have is let go", () => {
    const { world, id, invoice } = billed(2000, false);
    world.post(`/v1/invoices/${id}/pay`, { paid_out_of_band: true });
    expect(invoice()).toMatchObject({ status: "paid", amount_paid: 2000 });
    expect([world.all("charges"), world.all("payment_intents")[0]!.status]).toEqual([[], "canceled"]);
    expect(world.told("invoice.pa")).toEqual(["invoice.paid"]);
  });

  test("items change while they wait or stand on a draft, and then no more", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    const { id: coupon } = world.post("/v1/coupons", { percent_off: 10 }) as { id: string };
    const add = (fields: Fields) =>
      world.post("/v1/invoiceitems", { customer, currency: "usd", ...fields }) as { id: string };
    const [work, fee] = [add({ amount: 1000 }), add({ amount: 300, discountable: false })];
    const asked = { customer, pending_invoice_items_behavior: "include", discounts: [{ coupon }] };
    const draft = world.post("/v1/invoices", asked) as Invoice;
    expect(draft).toMatchObject({ subtotal: 1300, total: 1200 });
    world.post(`/v1/invoiceitems/${work.id}`, { quantity: 3, description: "More work" });
    const grown = world.get(`/v1/invoices/${draft.id}`) as Invoice;
    expect(grown).toMatchObject({ subtotal: 3300, total: 3000 });
    expect(grown.lines.data[0]).toMatchObject({ id: draft.lines.data[0]!.id, description: "More work", quantity: 3 });
    world.do("DELETE", `/v1/invoiceitems/${fee.id}`);
    expect(world.post(`/v1/invoices/${draft.id}`, { discounts: "" })).toMatchObject({ total: 3000, discounts: [] });
    world.post(`/v1/invoices/${draft.id}/finalize`);
    expect(world.refused("POST", `/v1/invoiceitems/${work.id}`, { amount: 5 })[0]).toBe(400);
    expect(world.refused("DELETE", `/v1/invoiceitems/${work.id}`)[0]).toBe(400);
  });
});

test("through the SDK credit notes fit their declared type, and their paper can be fetched", async () => {
  const { stripe, url } = await openWorld();
  const { id: customer } = await makePayer(stripe);
  await stripe.invoiceItems.create({ customer, amount: 2000, currency: "usd", description: "Work" });
  const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
  await stripe.invoices.pay(id);
  const note = await stripe.creditNotes.create({
    invoice: id,
    amount: 500,
    refund_amount: 500,
    expand: ["refunds.refund"],
  });
  await stripe.creditNotes.update(note.id, { memo: "Sorry", metadata: { a: "b" } });
  expect((await stripe.creditNotes.list({ invoice: id })).data[0]).toMatchObject({
    memo: "Sorry",
    metadata: { a: "b" },
  });
  const lines = await stripe.creditNotes.listPreviewLineItems({ invoice: id, amount: 100, out_of_band_amount: 100 });
  expect(lines.data).toHaveLength(1);
  expect((await stripe.creditNotes.listLineItems(note.id)).data[0]!.amount).toBe(500);
  const paper = await fetch(note.pdf);
  expect([paper.status, (await paper.text()).slice(0, 5)]).toEqual([200, "%PDF-"]);
  expect(await (await fetch(`${url}/i/${id}`)).text()).toContain(`Credit note ${note.number}`);
});
