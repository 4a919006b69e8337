import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Invoice } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { anInvoice } from "./testing/an-invoice";

describe("sums", () => {
  const amounts = fc.array(fc.integer({ min: -20_000, max: 50_000 }), { minLength: 1, maxLength: 8 });
  const balances = fc.integer({ min: -60_000, max: 60_000 });

  test("total is the lines', due is never below zero, paid and remaining make due, and no cent of balance is lost", () => {
    fc.assert(
      fc.property(amounts, balances, fc.constantFrom("open", "paid"), (lines, balance, status) => {
        const { world, id, now, owner } = anInvoice(lines, "draft", { balance });
        world.post(`/v1/invoices/${id}/finalize`);
        if (status === "paid" && now().status === "open") world.post(`/v1/invoices/${id}/pay`);
        const invoice = now();
        const total = lines.reduce((sum, amount) => sum + amount, 0);
        expect(invoice).toMatchObject({ total, subtotal: total, starting_balance: balance });
        expect(invoice.amount_due).toBe(Math.max(0, total + balance));
        expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
        expect(owner().balance).toBe(Math.min(0, total + balance));
        expect(invoice.ending_balance).toBe(owner().balance);
      }),
      { numRuns: 60 },
    );
  });

  test("voiding gives back the balance that was used, to the cent", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), balances, (amount, balance) => {
        const { world, id, now, owner } = anInvoice([amount], "open", { balance });
        // What the balance paid in full is paid, and can not be voided.
        fc.pre(now().status === "open");
        world.post(`/v1/invoices/${id}/void`);
        expect(owner().balance).toBe(balance);
      }),
      { numRuns: 60 },
    );
  });

  test("what credit pays in full is paid at once, without a payment", () => {
    const { world, id, now } = anInvoice([500], "open", { balance: -800 });
    expect(now()).toMatchObject({ status: "paid", amount_due: 0, amount_paid: 0, ending_balance: -300 });
    expect(world.all("payment_intents")).toEqual([]);
    expect(world.get(`/v1/invoices/${id}`, { expand: ["payments"] })).toHaveProperty("payments.data", []);
  });

  test("a card is charged what is due and not the total", () => {
    const { world } = anInvoice([500], "paid", { balance: -120 });
    expect(world.all("charges").map((charge) => charge.amount)).toEqual([380]);
  });

  test("a line added to a draft is in its sums", () => {
    const { world, id, customer, now } = anInvoice([500]);
    world.post("/v1/invoiceitems", { customer, amount: 70, currency: "usd", invoice: id });
    expect(now()).toMatchObject({ total: 570, amount_due: 570, amount_remaining: 570 });
    expect(now().lines.data.map((line) => line.amount)).toEqual([500, 70]);
  });

  test.each<[Fields, number]>([
    [{ amount: 250 }, 250],
    [{ amount: -250 }, -250],
    [{ unit_amount_decimal: "99.5", quantity: 3 }, 299],
    [{ unit_amount_decimal: "100", quantity: 4 }, 400],
  ])("an item of %o comes to %i", (fields, amount) => {
    const world = new StillWorld();
    const item = world.post("/v1/invoiceitems", { customer: world.payer(), currency: "usd", ...fields }) as Fields;
    expect(item["amount"]).toBe(amount);
  });

  test("an item of a price takes its amount, currency and name from it", () => {
    const world = new StillWorld();
    const price = world.price(700, { recurring: undefined, currency: "eur" });
    const item = world.post("/v1/invoiceitems", { customer: world.payer(), pricing: { price }, quantity: 2 }) as Fields;
    expect(item).toMatchObject({ amount: 1400, currency: "eur", description: "Pro", quantity: 2 });
  });
});

describe("numbers and dates", () => {
  test("a customer's invoices are numbered in a row from one, without gaps, whatever became of drafts", () => {
    const { world, customer } = anInvoice([500], "paid");
    const other = world.payer("pm_card_visa");
    const draft = () => (world.post("/v1/invoices", { customer }) as Invoice).id;
    const thrown = draft();
    const kept = draft();
    world.do("DELETE", `/v1/invoices/${thrown}`);
    const { number: second } = world.post(`/v1/invoices/${kept}/finalize`) as Invoice;
    const stranger = (world.post("/v1/invoices", { customer: other }) as Invoice).id;
    const { number: first } = world.post(`/v1/invoices/${stranger}/finalize`) as Invoice;
    expect(second).toMatch(/^[0-9A-Z]{8}-0002$/);
    expect(first).toMatch(/^[0-9A-Z]{8}-0001$/);
    expect(first?.slice(0, 8)).not.toBe(second?.slice(0, 8));
  });

  test("the prefix and the next number can be chosen", () => {
    const world = new StillWorld();
    const { id: customer } = world.post("/v1/customers", {
      invoice_prefix: "ACME",
      next_invoice_sequence: 41,
    }) as Invoice;
    const { id } = world.post("/v1/invoices", { customer }) as Invoice;
    expect(world.post(`/v1/invoices/${id}/finalize`)).toHaveProperty("number", "ACME-0041");
  });

  test.each<[Fields, number | null]>([
    [{}, null],
    [{ collection_method: "send_invoice" }, START_S + 30 * DAY_S],
    [{ collection_method: "send_invoice", days_until_due: 7 }, START_S + 7 * DAY_S],
    [{ collection_method: "send_invoice", due_date: START_S + 5 }, START_S + 5],
  ])("made with %o it is due %s", (more, due) => {
    expect(anInvoice([500], "draft", { more }).now().due_date).toBe(due);
  });

  test("a draft has no number, no page and no payment yet; a final one has all three", () => {
    const { world, id, now } = anInvoice([500]);
    expect(now()).toMatchObject({ number: null, hosted_invoice_url: null, invoice_pdf: null });
    expect(world.all("invoice_payments")).toEqual([]);
    world.post(`/v1/invoices/${id}/finalize`);
    expect(now()).toMatchObject({ hosted_invoice_url: `http://here/i/${id}`, invoice_pdf: `http://here/i/${id}/pdf` });
    expect(world.all("invoice_payments")).toHaveLength(1);
  });

  test("items of another customer, or already billed, do not get onto it", () => {
    const { world, customer } = anInvoice([500], "paid");
    world.post("/v1/invoiceitems", { customer: world.payer(), amount: 999, currency: "usd" });
    const { lines } = world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" }) as Invoice;
    expect(lines.data).toEqual([]);
  });

  test("unless it is asked for, waiting items stay where they are", () => {
    const { lines, total } = anInvoice([500], "draft", { more: { pending_invoice_items_behavior: "exclude" } }).now();
    expect([lines.data, total]).toEqual([[], 0]);
  });
});
