import { describe, expect, test } from "vitest";
import type { CheckoutSession, Invoice } from "../store/wire";
import { visit } from "../testing/still-pages";
import { type Fields, StillWorld } from "../testing/still-world";

const CARD = { number: "4242 4242 4242 4242", expiry: "12 / 40", cvc: "123", name: "Ada" };

function anOpenInvoice(more: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer();
  const asked = { payment_behavior: "default_incomplete", ...more };
  const { id, latest_invoice } = world.subscribe(customer, world.price(1900), asked);
  const at = `/i/${latest_invoice ?? ""}`;
  return {
    world,
    at,
    pay: (card: Fields) => visit(world, at, { ...CARD, ...card }),
    invoice: () => world.get(`/v1/invoices/${latest_invoice ?? ""}`) as Invoice,
    status: () => world.subscription(id).status,
  };
}

describe("an open invoice", () => {
  test("is paid on its page, and what it is for begins", async () => {
    const { world, at, pay, invoice, status } = anOpenInvoice();
    const { text } = await visit(world, at);
    expect(text).toContain("<h1>Invoice ");
    expect(text).toContain("Pay $19.00");
    expect((await pay({})).location).toBe(at);
    expect(invoice()).toMatchObject({ status: "paid", amount_paid: 1900 });
    expect(status()).toBe("active");
    expect((await visit(world, at)).text).not.toContain("Pay by card");
  });

  test("with a refused card stays open and says so", async () => {
    const { pay, invoice, status } = anOpenInvoice();
    const { status: code, text } = await pay({ number: "4000 0000 0000 0002" });
    expect(code).toBe(402);
    expect(text).toContain("Your card was declined.");
    expect(text).not.toContain('value="123"');
    expect([invoice().status, status()]).toEqual(["open", "incomplete"]);
    expect((await pay({})).status).toBe(303);
    expect(invoice().status).toBe("paid");
  });

  test("leads to the bank where the card asks for its owner, and back", async () => {
    const { world, at, pay, invoice } = anOpenInvoice();
    const { location: bank } = await pay({ number: "4000 0027 6000 3184" });
    expect(bank).toMatch(/^\/3ds\/pi_/);
    expect((await visit(world, at)).text).toContain(`href="${bank}"`);
    expect((await visit(world, bank, { answer: "complete" })).location).toBe(at);
    expect(invoice().status).toBe("paid");
  });

  test.each([
    [{ number: "4242 4242 4242 4241" }, "Your card number is invalid."],
    [{ expiry: "" }, "Enter the expiry as MM / YY."],
  ])("with %j asks for it again, and charges nothing", async (wrong, words) => {
    const { world, pay, invoice } = anOpenInvoice();
    const { status, text } = await pay(wrong);
    expect([status, invoice().attempt_count]).toEqual([400, 0]);
    expect(text).toContain(words);
    expect(world.all("charges")).toEqual([]);
  });

  test("is paid once, however often its form is sent", async () => {
    const { world, at, pay } = anOpenInvoice();
    await pay({});
    expect((await pay({})).location).toBe(at);
    expect(world.all("charges")).toHaveLength(1);
  });

  test("that is void is not paid", async () => {
    const { world, at, pay, invoice } = anOpenInvoice();
    world.post(`/v1/invoices/${invoice().id}/void`);
    expect((await pay({})).location).toBe(at);
    expect(world.all("charges")).toEqual([]);
    expect((await visit(world, at)).text).toContain("Void: nothing is owed");
  });
});

test("what falls on one day shows that day once", async () => {
  const { world, at } = anOpenInvoice();
  const days = (text: string) => text.match(/\d{1,2} \w+ 2027(?: – \d{1,2} \w+ 2027)?/g) ?? [];
  expect(days((await visit(world, at)).text)).toContain("1 March 2027 – 1 April 2027");
  const customer = world.payer("pm_card_visa");
  world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd", description: "Book" });
  const { id } = world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" }) as Invoice;
  world.post(`/v1/invoices/${id}/finalize`);
  const { text } = await visit(world, `/i/${id}`);
  expect(days(text)).toContain("1 March 2027");
  expect(text).not.toContain("1 March 2027 – 1 March 2027");
});

test("a checkout is headed by what it renews, and the portal counts seats", async () => {
  const world = new StillWorld();
  const price = world.price(1900);
  const customer = world.payer("pm_card_visa");
  world.subscribe(customer, price, { items: [{ price, quantity: 5 }] });
  const { url } = world.post("/v1/billing_portal/sessions", { customer }) as { url: string };
  expect((await visit(world, new URL(url).pathname)).text).toContain("5 × $19.00 per month");
  const line_items = [
    { price, quantity: 1 },
    { price: world.price(5000, { recurring: undefined }), quantity: 1 },
  ];
  const asked = { mode: "subscription", line_items, success_url: "http://shop.test/" };
  const { id } = world.post("/v1/checkout/sessions", asked) as CheckoutSession;
  expect((await visit(world, `/c/pay/${id}`)).text).toContain("<h1>Subscribe to Pro</h1>");
});
