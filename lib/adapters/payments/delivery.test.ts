import { describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { readDelivery, readEvent } from "@/lib/adapters/payments/delivery";

const snapshot = (overrides: Record<string, unknown> = {}) => ({
  id: "evt_1",
  object: "event",
  type: "invoice.paid",
  api_version: "2026-10-28.endive",
  livemode: false,
  created: 1_795_000_000,
  data: { object: { id: "in_1", object: "invoice", customer: "cus_1" } },
  ...overrides,
});

const thin = (overrides: Record<string, unknown> = {}) => ({
  id: "evt_test_2",
  object: "v2.core.event",
  type: "v1.invoice.paid",
  livemode: false,
  created: "2026-11-18T11:06:40.000Z",
  related_object: { id: "in_1", type: "invoice", url: "/v1/invoices/in_1" },
  ...overrides,
});

const signed = (body: string, secret: string) => stripe.webhooks.generateTestHeaderString({ payload: body, secret });

describe("while the signing secret is being replaced", () => {
  const body = JSON.stringify(snapshot());
  const both = ["whsec_new", "whsec_old"];

  test.each(both)("an event signed with %s alone is Stripe's", (secret) => {
    expect(readDelivery(body, signed(body, secret), both)).toMatchObject({ id: "evt_1" });
  });

  test("an event signed with a third is not", () => {
    expect(() => readDelivery(body, signed(body, "whsec_other"), both)).toThrow(/signature/iu);
  });

  test("once it is over, the old secret proves nothing", () => {
    expect(() => readDelivery(body, signed(body, "whsec_old"), ["whsec_new"])).toThrow(/signature/iu);
  });

  test("an altered body is refused under either", () => {
    for (const secret of both) {
      expect(() => readDelivery(body.replace("cus_1", "cus_2"), signed(body, secret), both)).toThrow(/signature/iu);
    }
  });

  test("no secret at all accepts nothing", () => {
    expect(() => readDelivery(body, signed(body, "whsec_new"), [])).toThrow(/signature/iu);
  });
});

describe("a thin event", () => {
  test("signed by the SDK is read as the SDK reads it, and says where to ask whose it is", () => {
    const body = JSON.stringify(thin());
    const header = signed(body, "whsec_1");
    const theirs = stripe.parseEventNotification(body, header, "whsec_1");
    expect(readDelivery(body, header, ["whsec_1"])).toMatchObject({
      id: theirs.id,
      type: theirs.type,
      topic: "invoice.paid",
      createdAt: new Date(theirs.created),
      customerId: null,
      askAt: "/v1/invoices/in_1",
      payload: thin(),
    });
  });

  test("about a customer needs no asking", () => {
    const related = { id: "cus_9", type: "customer", url: "/v1/customers/cus_9" };
    expect(readEvent(thin({ related_object: related })).customerId).toBe("cus_9");
  });

  test("about nothing says so", () => {
    expect(readEvent(thin({ related_object: null }))).toMatchObject({ customerId: null, askAt: null });
  });

  test.each([
    "https://elsewhere.test/v1/invoices/in_1",
    "//elsewhere.test/v1",
    "/v1/invoices/../keys",
    "/v2/x",
    "/v1/a?b=c",
  ])("never makes us ask at %s", (url) => {
    expect(readEvent(thin({ related_object: { id: "in_1", type: "invoice", url } })).askAt).toBeNull();
  });

  test.each([{ created: 1_795_000_000 }, { created: "soon" }, { id: "../1" }, { livemode: undefined }])(
    "that is malformed (%o) is refused",
    (fault) => {
      const body = JSON.stringify(thin(fault));
      expect(() => readDelivery(body, signed(body, "whsec_1"), ["whsec_1"])).toThrow(/signature/iu);
    },
  );
});

test("a dispute's event names no customer, but the charge to ask about", () => {
  const dispute = { id: "du_1", object: "dispute", charge: "ch_1" };
  const event = readEvent(snapshot({ type: "charge.dispute.created", data: { object: dispute } }));
  expect(event).toMatchObject({ customerId: null, askAt: "/v1/charges/ch_1" });
});
