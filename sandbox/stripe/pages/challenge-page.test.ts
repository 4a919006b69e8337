import { expect, test } from "vitest";
import { openWorld, postForm } from "../testing/test-world";

const ALWAYS = "4000002760003184";
const THEN_DECLINED = "4000008260003178";

test("on the hosted page the bank is asked before anything is sold, and a failed proof can be tried again", async () => {
  const { stripe, url } = await openWorld();
  const product = { name: "Pro" };
  const price_data = {
    currency: "usd",
    unit_amount: 1900,
    recurring: { interval: "month" as const },
    product_data: product,
  };
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price_data, quantity: 1 }],
    success_url: "http://shop.test/thanks",
  });
  const fields = { number: ALWAYS, expiry: "12 / 40", cvc: "123", name: "Ada", email: "ada@example.test" };
  const toBank = async () => (await postForm(session.url ?? "", fields)).headers.get("location") ?? "";
  const bank = url + (await toBank());
  const page = await (await fetch(bank)).text();
  expect(page).toContain("$19.00");
  expect(page).toContain("ending in 3184");
  expect((await stripe.subscriptions.list()).data).toEqual([]);

  const failed = (await postForm(bank, { answer: "fail" })).headers.get("location") ?? "";
  expect(await (await fetch(url + failed)).text()).toContain("could not confirm that it was you");
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");

  const done = await postForm(url + (await toBank()), { answer: "complete" });
  expect(done.headers.get("location")).toBe("http://shop.test/thanks");
  expect((await stripe.subscriptions.list()).data).toMatchObject([{ status: "active" }]);
  expect((await postForm(bank, { answer: "complete" })).status).toBe(404);
});

test("on the hosted page a card that proves itself and is then refused sells nothing, and its try is kept", async () => {
  const { stripe, url } = await openWorld();
  const line = { price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Book" } }, quantity: 1 };
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [line],
    success_url: "http://shop.test/thanks",
  });
  const fields = { number: THEN_DECLINED, expiry: "12 / 40", cvc: "123", name: "Ada", email: "ada@example.test" };
  const bank = (await postForm(session.url ?? "", fields)).headers.get("location") ?? "";
  const back = (await postForm(url + bank, { answer: "complete" })).headers.get("location") ?? "";
  expect(await (await fetch(url + back)).text()).toContain("Your card was declined");
  expect((await stripe.paymentIntents.list()).data).toMatchObject([
    { status: "requires_payment_method", last_payment_error: { decline_code: "insufficient_funds" } },
  ]);
});

test("in the portal a card that asks for its owner is kept, and charged from then on, once he proved himself", async () => {
  const { stripe, url, eventTypes } = await openWorld();
  const customer = await stripe.customers.create({ email: "ada@example.test" });
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
  const fields = { action: "add_card", number: "4000002500003155", expiry: "12 / 40", cvc: "123", name: "Ada" };
  const toBank = async () => (await postForm(portal.url, fields)).headers.get("location") ?? "";
  const failed = await postForm(url + (await toBank()), { answer: "fail" });
  const again = failed.headers.get("location") ?? "";
  expect(await (await fetch(url + again)).text()).toContain("Your bank could not confirm that it is you");
  expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toEqual([]);

  const bank = url + (await toBank());
  await postForm(bank, { answer: "complete" });
  const asked = ["setup_intent.created", "setup_intent.requires_action"];
  const kept = ["payment_method.attached", "setup_intent.succeeded", "customer.updated"];
  const told = [...asked, "setup_intent.setup_failed", ...asked, ...kept];
  expect((await eventTypes()).slice(-told.length)).toEqual(told);
  const [card] = (await stripe.paymentMethods.list({ customer: customer.id })).data;
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: card?.id },
  });
  const away = { amount: 500, currency: "usd", confirm: true, off_session: true };
  const paid = await stripe.paymentIntents.create({ ...away, customer: customer.id, payment_method: card?.id ?? "" });
  expect(paid.status).toBe("succeeded");
  expect((await postForm(bank, { answer: "complete" })).status).toBe(404);
});

test("checkout of a customer on a test clock begins at that clock's time", async () => {
  const { stripe } = await openWorld();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_893_456_000 });
  const customer = await stripe.customers.create({ test_clock: clock.id });
  const price_data = {
    currency: "usd",
    unit_amount: 900,
    recurring: { interval: "month" as const },
    product_data: { name: "Pro" },
  };
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    line_items: [{ price_data, quantity: 1 }],
    success_url: "http://shop.test/thanks",
  });
  const fields = { number: "4242424242424242", expiry: "12 / 40", cvc: "123", name: "Ada" };
  expect((await postForm(session.url ?? "", fields)).status).toBe(303);
  expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
    { created: 1_893_456_000, status: "active", test_clock: clock.id },
  ]);
});
