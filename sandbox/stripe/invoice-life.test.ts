import { describe, expect, test } from "vitest";
import { START_S } from "./testing/still-world";
import { anInvoice } from "./testing/an-invoice";

describe("what may be done to an invoice", () => {
  test.each<[string, string, string]>([
    ["draft", "finalize", "open"],
    ["draft", "pay", "paid"],
    ["draft", "void", "refused"],
    ["draft", "mark_uncollectible", "refused"],
    ["open", "finalize", "refused"],
    ["open", "pay", "paid"],
    ["open", "void", "void"],
    ["open", "mark_uncollectible", "uncollectible"],
    ["paid", "finalize", "refused"],
    ["paid", "pay", "refused"],
    ["paid", "void", "refused"],
    ["paid", "mark_uncollectible", "refused"],
    ["void", "finalize", "refused"],
    ["void", "pay", "refused"],
    ["void", "void", "refused"],
    ["void", "mark_uncollectible", "refused"],
    ["uncollectible", "finalize", "refused"],
    ["uncollectible", "pay", "paid"],
    ["uncollectible", "void", "void"],
    ["uncollectible", "mark_uncollectible", "refused"],
  ])("%s, %s: %s", (status, verb, becomes) => {
    const { world, id, now } = anInvoice([500], status);
    const before = now();
    const reply = world.ask("POST", `/v1/invoices/${id}/${verb}`);
    expect(before.status).toBe(status);
    expect(reply.status).toBe(becomes === "refused" ? 400 : 200);
    expect(now().status).toBe(becomes === "refused" ? status : becomes);
    expect(becomes === "refused" ? now() : before).toEqual(before);
  });

  test.each<[string, number, string]>([
    ["draft", 200, "paid"],
    ["open", 200, "paid"],
    ["uncollectible", 200, "paid"],
    ["void", 400, "void"],
    ["paid", 400, "paid"],
  ])("%s paid somewhere else: %i, then %s", (status, answer, becomes) => {
    const { world, id, now } = anInvoice([500], status);
    const charges = world.all("charges").length;
    expect(world.ask("POST", `/v1/invoices/${id}/pay`, { paid_out_of_band: true }).status).toBe(answer);
    expect(now().status).toBe(becomes);
    expect(world.all("charges")).toHaveLength(charges);
  });

  test.each(["draft", "open", "paid", "void"])("only a draft can be thrown away: %s", (status) => {
    const { world, id, customer } = anInvoice([500], status);
    expect(world.ask("DELETE", `/v1/invoices/${id}`).status).toBe(status === "draft" ? 200 : 400);
    const waiting = world.get("/v1/invoiceitems", { customer, pending: true }) as { data: object[] };
    expect(waiting.data).toHaveLength(status === "draft" ? 1 : 0);
  });

  test("nothing can be added once it is final", () => {
    const { world, id, customer } = anInvoice([500], "open");
    const item = { customer, amount: 5, currency: "usd", invoice: id };
    expect(world.refused("POST", "/v1/invoiceitems", item)[0]).toBe(400);
    expect(world.all("invoice_items")).toHaveLength(1);
  });

  test("an item already on an invoice can not be taken off it by deleting it", () => {
    const { world } = anInvoice([500], "open");
    expect(world.refused("DELETE", `/v1/invoiceitems/${world.all("invoice_items")[0]?.id}`)[0]).toBe(400);
  });
});

describe("what each step tells", () => {
  test.each<[string, string[]]>([
    ["draft", ["invoice.created"]],
    ["open", ["invoice.created", "invoice.finalized"]],
    ["paid", ["invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"]],
    ["void", ["invoice.created", "invoice.finalized", "invoice.voided"]],
    ["uncollectible", ["invoice.created", "invoice.finalized", "invoice.marked_uncollectible"]],
  ])("%s: %j", (status, types) => {
    const { world } = anInvoice([500], status);
    expect(world.told("invoice.")).toEqual(types);
  });

  test("each step notes its second, and only its own", () => {
    const { world, id, now } = anInvoice([500], "open");
    world.advance(60);
    world.post(`/v1/invoices/${id}/pay`);
    expect(now().status_transitions).toEqual({
      finalized_at: START_S,
      marked_uncollectible_at: null,
      paid_at: START_S + 60,
      voided_at: null,
    });
  });

  test("a payment's own record follows: open, then paid or canceled", () => {
    for (const [status, payment, intent] of [
      ["open", "open", "requires_payment_method"],
      ["paid", "paid", "succeeded"],
      ["void", "canceled", "canceled"],
    ] as const) {
      const { world, id } = anInvoice([500], status);
      const { data } = world.get("/v1/invoice_payments", { invoice: id }) as { data: { status: string }[] };
      expect(data.map((each) => each.status)).toEqual([payment]);
      expect(world.all("payment_intents").map((each) => each.status)).toEqual([intent]);
    }
  });

  test("a card that fails is 402 with the charge and the intent, and the try is counted", () => {
    const { world, id, now } = anInvoice([500], "open", { card: "pm_card_chargeCustomerFail" });
    for (const attempts of [1, 2]) {
      const { status, body } = world.ask("POST", `/v1/invoices/${id}/pay`);
      const { error } = body as { error: { code: string; charge: string; payment_intent: { status: string } } };
      expect([status, error.code, error.payment_intent.status]).toEqual([
        402,
        "card_declined",
        "requires_payment_method",
      ]);
      expect(world.world.find("charges", error.charge)).toMatchObject({ status: "failed", paid: false });
      expect(now()).toMatchObject({ status: "open", attempt_count: attempts, attempted: true, amount_paid: 0 });
    }
    expect(world.told("invoice.payment_failed")).toHaveLength(2);
  });

  test("without any card it says so, and nothing is tried", () => {
    const { world, id } = anInvoice([500], "open", { card: "" });
    expect(world.refused("POST", `/v1/invoices/${id}/pay`)[0]).toBe(400);
    expect(world.all("charges")).toEqual([]);
  });
});
