import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test, vi } from "vitest";

let reply: unknown;
let asked: string[] = [];
/** A Stripe that answers whatever the test says. */
const server = http.createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
// The address is read once, when the connection is first imported.
const { listCards } = await import("@/lib/adapters/payments/customer");
const { listSubscriptions, listWithCustomer } = await import("@/lib/adapters/payments/subscription");
const { findInvoice } = await import("@/lib/adapters/payments/invoice");
const { listPayments } = await import("@/lib/adapters/payments/payment");
const { listWebhookEndpoints } = await import("@/lib/adapters/payments/webhook-endpoint");

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const listed = (...data: unknown[]) => ({ object: "list", data, has_more: false, url: "/v1/x" });
const DAY_S = 86_400;
const START_S = 1_790_000_000;
const at = (days: number) => new Date((START_S + days * DAY_S) * 1_000);

function item(endsIn: number, price: object = {}) {
  return {
    id: "si_1",
    current_period_start: START_S,
    current_period_end: START_S + endsIn * DAY_S,
    price: {
      id: "price_1",
      lookup_key: "parley_pro_month",
      currency: "usd",
      unit_amount: 2_000,
      recurring: { interval: "month", interval_count: 1 },
      ...price,
    },
  };
}

const subscription = {
  id: "sub_1",
  object: "subscription",
  customer: "cus_1",
  status: "active",
  currency: "usd",
  items: { data: [item(30)] },
  billing_cycle_anchor: START_S,
  cancel_at_period_end: false,
  livemode: false,
  created: START_S,
};

describe("a subscription", () => {
  const read = async (change: object) => {
    reply = listed({ ...subscription, ...change });
    return (await listSubscriptions("cus_1"))[0];
  };

  test("of whatever status is read, also of one that is not known yet", async () => {
    asked = [];
    expect(await read({ status: "frozen_by_new_law" })).toMatchObject({ status: "frozen_by_new_law" });
    expect(asked[0]).toContain("status=all");
  });

  test.each([
    ["one", { invoice_settings: { default_payment_method: "pm_1" } }, { isDeleted: false, cardId: "pm_1" }],
    ["one that was deleted", { deleted: true }, { isDeleted: true, cardId: null }],
  ])("tells the customer along where that is asked for (%s)", async (_, more, customer) => {
    asked = [];
    reply = listed({ ...subscription, customer: { id: "cus_1", object: "customer", ...more } });
    const told = await listWithCustomer("cus_1");
    expect(told).toMatchObject({ subscriptions: [{ id: "sub_1", customerId: "cus_1" }], customer });
    expect(decodeURIComponent(asked.join())).toContain("=data.customer");
  });

  test("may name its customer, card and invoice by id or bring them along", async () => {
    const brought = {
      customer: { id: "cus_1" },
      latest_invoice: { id: "in_1" },
      default_payment_method: { id: "pm_1" },
    };
    const named = { customer: "cus_1", latest_invoice: "in_1", default_payment_method: "pm_1" };
    expect(await read(brought)).toEqual(await read(named));
  });

  test("that ends with its period ends with the longest of them", async () => {
    const items = { data: [item(30), item(365), item(7)] };
    expect(await read({ items, cancel_at_period_end: true })).toMatchObject({ cancelAt: at(365) });
  });

  test("that ends at a moment of its own ends then", async () => {
    const ending = { cancel_at: START_S + 3 * DAY_S, cancel_at_period_end: true };
    expect(await read(ending)).toMatchObject({ cancelAt: at(3) });
  });

  test("that was to end with its period, and was ended before, has no end ahead of it", async () => {
    const ended = { status: "canceled", ended_at: START_S + DAY_S, cancel_at_period_end: true, cancel_at: null };
    expect(await read(ended)).toMatchObject({ cancelAt: null, endedAt: at(1) });
  });

  test("has one of what it sells unless it says how many, and no amount where there are tiers", async () => {
    const tiered = await read({ items: { data: [item(30, { unit_amount: null })] } });
    expect(tiered?.items).toMatchObject([{ quantity: 1, unitAmountMinor: 0, periodEnd: at(30) }]);
  });

  test.each<[string, object]>([
    ["no items", { items: { data: [] } }],
    ["a fraction of a cent", { items: { data: [item(30, { unit_amount: 10.5 })] } }],
    ["a moment that is none", { created: "yesterday" }],
    ["no status", { status: "" }],
    ["another kind of object", { object: "subscription_schedule" }],
  ])("with %s is not guessed at", async (_what, change) => {
    await expect(read(change)).rejects.toMatchObject({ code: "payments_down" });
  });
});

describe("a card", () => {
  const read = async (card: object | null, livemode = true) => {
    reply = listed({
      id: "pm_1",
      object: "payment_method",
      type: card ? "card" : "link",
      card,
      livemode,
      created: START_S,
    });
    return (await listCards("cus_1"))[0]?.fingerprint;
  };

  test("is known again by its fingerprint, but not the one that everybody tries things with", async () => {
    expect(await read({ last4: "4242", fingerprint: "fp_1" })).toBe("fp_1");
    expect(await read({ last4: "4444", fingerprint: "fp_2" }, false)).toBe("fp_2");
    expect(await read({ last4: "4242", fingerprint: "fp_3" }, false)).toBeNull();
  });

  test("without a fingerprint, or that is no card, has none", async () => {
    expect([await read({ last4: "4444" }), await read(null)]).toEqual([null, null]);
  });
});

describe("an invoice", () => {
  const invoice = {
    id: "in_1",
    object: "invoice",
    customer: "cus_1",
    currency: "jpy",
    total: 2_000,
    amount_due: 2_000,
    amount_paid: 0,
    amount_remaining: 2_000,
    attempt_count: 1,
    lines: { data: [] },
    status_transitions: {},
    livemode: false,
    created: START_S,
  };
  const read = async (change: object = {}) => {
    reply = { ...invoice, ...change };
    return findInvoice("in_1");
  };
  const line = (from: number, to: number) => ({
    period: { start: START_S + from * DAY_S, end: START_S + to * DAY_S },
  });

  test("with next to nothing in it is a draft without a period, a number or payments", async () => {
    expect(await read()).toMatchObject({
      status: "draft",
      number: null,
      period: null,
      subscriptionId: null,
      paidAt: null,
      pdfUrl: null,
      paymentIds: [],
      totalMinor: 2_000,
      currency: "jpy",
    });
  });

  test("is for the time that its furthest line reaches to", async () => {
    const lines = { data: [line(-30, 0), line(0, 30), line(-5, 0)] };
    expect(await read({ lines })).toMatchObject({ period: { startsAt: at(0), endsAt: at(30) } });
  });

  test("names its subscription where this version of Stripe puts it", async () => {
    const parent = { subscription_details: { subscription: "sub_1" } };
    expect(await read({ parent })).toMatchObject({ subscriptionId: "sub_1" });
    expect(await read({ parent: { subscription_details: null } })).toMatchObject({ subscriptionId: null });
  });

  test("knows its payments; what was paid otherwise is none", async () => {
    const payments = { data: [{ payment: { payment_intent: "pi_1" } }, { payment: {} }] };
    expect(await read({ payments })).toMatchObject({ paymentIds: ["pi_1"] });
  });
});

describe("a payment", () => {
  const payment = {
    id: "pi_1",
    object: "payment_intent",
    status: "requires_payment_method",
    currency: "usd",
    amount: 2_000,
    amount_received: 0,
    livemode: false,
    created: START_S,
  };
  const read = async (change: object = {}) => {
    reply = listed({ ...payment, ...change });
    return (await listPayments("cus_1"))[0];
  };

  test("that was never tried has no card and nothing refunded", async () => {
    expect(await read()).toMatchObject({ refundedMinor: 0, cardBrand: null, cardLast4: null, declineCode: null });
  });

  test.each([
    [{ code: "card_declined", decline_code: "insufficient_funds" }, "insufficient_funds"],
    [{ code: "expired_card" }, "expired_card"],
    [{}, null],
  ])("that failed with %j says why in the bank's words first", async (last_payment_error, declineCode) => {
    expect(await read({ last_payment_error })).toMatchObject({ declineCode });
  });

  test("made without a card keeps what was refunded", async () => {
    const latest_charge = { amount_refunded: 500, payment_method_details: { link: {} } };
    expect(await read({ latest_charge })).toMatchObject({ refundedMinor: 500, cardLast4: null });
  });
});

describe("a webhook endpoint", () => {
  test("tells its secret only when it is made", async () => {
    const endpoint = { id: "we_1", object: "webhook_endpoint", url: "https://x.example", enabled_events: ["*"] };
    reply = listed({ ...endpoint, status: "disabled" });
    expect(await listWebhookEndpoints()).toEqual([
      { id: "we_1", url: "https://x.example", apiVersion: null, events: ["*"], isEnabled: false, secret: undefined },
    ]);
  });
});
