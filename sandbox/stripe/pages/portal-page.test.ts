import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, postForm } from "../testing/test-world";

const CARD = { action: "add_card", number: "5555555555554444", expiry: "12/40", cvc: "123", name: "Ada" };

async function openPortal() {
  const world = await openWorld();
  const { monthly } = await makeCatalog(world.stripe);
  const { id: customer } = await makePayer(world.stripe);
  const subscription = await world.stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const session = await world.stripe.billingPortal.sessions.create({
    customer,
    return_url: "http://localhost:3000/billing",
  });
  return { ...world, customer, subscription, session, page: session.url };
}

test("another customer's subscription can be neither seen nor cancelled", async () => {
  const { stripe, page } = await openPortal();
  const { id: stranger } = await makePayer(stripe);
  const [price] = (await stripe.prices.list({ lookup_keys: ["pro_month"] })).data;
  const other = await stripe.subscriptions.create({ customer: stranger, items: [{ price: price!.id }] });
  const asked = await fetch(`${page}?view=cancel&subscription=${other.id}`, { redirect: "manual" });
  expect(asked.status).toBe(303);
  expect((await postForm(page, { action: "cancel", subscription: other.id })).status).toBe(404);
  expect((await stripe.subscriptions.retrieve(other.id)).cancel_at).toBeNull();
});

test("a page not opened within five minutes is closed, an opened one lives on for an hour", async () => {
  const { stripe, customer, page, advance } = await openPortal();
  const late = await stripe.billingPortal.sessions.create({ customer });
  expect((await fetch(page)).status).toBe(200);
  await advance(30 * 60);
  expect((await fetch(page)).status).toBe(200);
  expect((await fetch(late.url)).status).toBe(410);
  await advance(61 * 60);
  expect((await postForm(page, CARD)).status).toBe(410);
});

test("the page answers what one has, what one pays and when", async () => {
  const { page, stripe, subscription } = await openPortal();
  const text = await (await fetch(page)).text();
  const invoice = await stripe.invoices.retrieve(subscription.latest_invoice as string);
  for (const words of [
    "Pro",
    "$19.00 per month",
    "Renews on",
    "Cancel subscription",
    "Visa ending in 4242",
    "Return to localhost:3000",
    invoice.number ?? "?",
  ]) {
    expect(text).toContain(words);
  }
});

test("cancelling asks once more, keeps the reason, and can be resumed", async () => {
  const { stripe, page, subscription, eventTypes } = await openPortal();
  const asked = await (await fetch(`${page}?view=cancel&subscription=${subscription.id}`)).text();
  expect(asked).toContain("Why do you cancel?");
  const done = await postForm(page, {
    action: "cancel",
    subscription: subscription.id,
    reason: "too_expensive",
    comment: "later",
  });
  expect(done.status).toBe(303);
  const canceled = await stripe.subscriptions.retrieve(subscription.id);
  expect(canceled).toMatchObject({
    status: "active",
    cancel_at_period_end: true,
    cancellation_details: { feedback: "too_expensive", comment: "later" },
  });
  expect(await (await fetch(page)).text()).toContain("Resume subscription");
  await postForm(page, { action: "resume", subscription: subscription.id });
  expect((await stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
  expect((await eventTypes()).filter((type) => type === "customer.subscription.updated")).toHaveLength(2);
});

test("a GET changes nothing", async () => {
  const { stripe, page, subscription } = await openPortal();
  await fetch(`${page}?action=cancel&subscription=${subscription.id}`);
  expect((await stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
});

test("a refused card is not kept; a good one becomes the one that is charged, and the old one can go", async () => {
  const { stripe, page, customer } = await openPortal();
  const refused = await postForm(page, { ...CARD, number: "4000000000000002" });
  expect(refused.status).toBe(402);
  expect(await refused.text()).toContain("Your card was declined.");
  expect((await stripe.setupIntents.list({ customer })).data).toMatchObject([
    { status: "requires_payment_method", last_setup_error: { code: "card_declined" } },
  ]);
  expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  expect((await postForm(page, { ...CARD, cvc: "" })).status).toBe(400);
  expect((await postForm(page, CARD)).status).toBe(303);
  const cards = (await stripe.paymentMethods.list({ customer })).data;
  expect(cards.map((card) => card.card?.brand)).toEqual(["mastercard", "visa"]);
  expect(await stripe.customers.retrieve(customer)).toMatchObject({
    invoice_settings: { default_payment_method: cards[0]!.id },
  });
  await postForm(page, { action: "remove_card", card: cards[1]!.id });
  expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
});

test("an invoice opens as a page and as a PDF that holds its number", async () => {
  const { stripe, subscription, url } = await openPortal();
  const invoice = await stripe.invoices.retrieve(subscription.latest_invoice as string);
  const shown = await fetch(invoice.hosted_invoice_url ?? "");
  expect(await shown.text()).toContain("Paid on");
  const pdf = Buffer.from(await (await fetch(invoice.invoice_pdf ?? "")).arrayBuffer()).toString("latin1");
  expect(pdf.startsWith("%PDF-1.4\n")).toBe(true);
  expect(pdf.endsWith("%%EOF\n")).toBe(true);
  expect(pdf).toContain(invoice.number ?? "?");
  const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
  expect(pdf.slice(start, start + 4)).toBe("xref");
  const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n/gm)].map((m) => Number(m[1]));
  for (const [i, at] of offsets.entries()) expect(pdf.slice(at)).toMatch(new RegExp(`^${i + 1} 0 obj`));
  expect((await fetch(`${url}/i/in_none`)).status).toBe(404);
});

test("the first page lists what there is and how events were delivered", async () => {
  const { url, customer, subscription } = await openPortal();
  const text = await (await fetch(url)).text();
  for (const words of [customer, subscription.id, "invoice.paid", "nobody listens", "no money moves"])
    expect(text).toContain(words);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
});
