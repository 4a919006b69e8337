import { expect, test } from "vitest";
import { makeCatalog, openWorld, postForm, refusalOf, type TestWorld } from "../testing/test-world";

const CARD = { number: "4242 4242 4242 4242", expiry: "12 / 40", cvc: "123", name: "Ada Lovelace" };
const SUCCESS = "http://localhost:3000/billing?session={CHECKOUT_SESSION_ID}";
const CANCEL = "http://localhost:3000/pricing?a=1&b=2";

async function openSession(world: TestWorld, more: object = {}) {
  const { monthly } = await makeCatalog(world.stripe);
  const { id: customer } = await world.stripe.customers.create({ email: "ada@example.test" });
  const session = await world.stripe.checkout.sessions.create({
    mode: "subscription",
    customer,
    client_reference_id: "user-1",
    line_items: [{ price: monthly.id, quantity: 1 }],
    success_url: SUCCESS,
    cancel_url: CANCEL,
    subscription_data: { metadata: { plan: "pro" } },
    ...more,
  });
  return { session, customer, url: session.url ?? "" };
}

test("a declined card says so, sells nothing, and another can be tried", async () => {
  const world = await openWorld();
  const { session, customer, url } = await openSession(world);
  const before = (await world.eventTypes()).length;
  const refused = await postForm(url, { ...CARD, number: "4000 0000 0000 0002" });
  expect(refused.status).toBe(402);
  const text = await refused.text();
  expect(text).toContain("Your card was declined.");
  expect(text).toContain("Ada Lovelace");
  expect(text).not.toContain('value="123"');
  expect((await world.stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
  expect((await world.eventTypes()).slice(before)).toEqual([
    "payment_intent.created",
    "charge.failed",
    "payment_intent.payment_failed",
  ]);
  const paid = await postForm(url, CARD);
  expect(paid.status).toBe(303);
  expect(paid.headers.get("location")).toBe(`http://localhost:3000/billing?session=${session.id}`);
});

test.each([
  [{ number: "4242 4242 4242 4241" }, "Your card number is invalid."],
  [{ number: "" }, "Enter a card number."],
  [{ expiry: "13 / 40" }, "Enter the expiry as MM / YY."],
  [{ expiry: "01 / 20" }, "Your card&#39;s expiry is in the past."],
  [{ cvc: "12" }, "Enter the 3 or 4 digits of the security code."],
])("%o is refused with words beside the field", async (wrong, words) => {
  const { url } = await openSession(await openWorld());
  const reply = await postForm(url, { ...CARD, ...wrong });
  expect(reply.status).toBe(400);
  const text = await reply.text();
  expect(text).toContain(words);
  expect(text).toContain('aria-invalid="true"');
});

test("what a person writes is shown as text, never as markup", async () => {
  const { url } = await openSession(await openWorld());
  const text = await (await postForm(url, { ...CARD, number: "1", name: '"><script>alert(1)</script>' })).text();
  expect(text).not.toContain("<script>");
});

test("the page shows what is sold, by which interval, and the way back", async () => {
  const { url } = await openSession(await openWorld());
  const text = await (await fetch(url)).text();
  for (const words of [
    "Sandbox:",
    "no money moves",
    "$19.00 per month",
    ">Subscribe<",
    "Card number",
    "Expiry",
    "CVC",
    "Name on card",
  ]) {
    expect(text).toContain(words);
  }
  expect(text).toContain('href="http://localhost:3000/pricing?a=1&#38;b=2"');
});

test("paying makes the subscription with its metadata and card, and completes the session once", async () => {
  const world = await openWorld();
  const { session, url, customer } = await openSession(world);
  await postForm(url, CARD);
  const done = await world.stripe.checkout.sessions.retrieve(session.id, {
    expand: ["subscription.default_payment_method", "line_items"],
  });
  expect(done).toMatchObject({
    status: "complete",
    payment_status: "paid",
    url: null,
    customer,
    client_reference_id: "user-1",
  });
  expect(done.subscription).toMatchObject({
    status: "active",
    metadata: { plan: "pro" },
    default_payment_method: { card: { last4: "4242" } },
  });
  expect(done.line_items?.data[0]).toMatchObject({ amount_total: 1900, quantity: 1 });
  const again = await postForm(url, CARD);
  expect(again.status).toBe(303);
  expect((await world.stripe.subscriptions.list({ customer })).data).toHaveLength(1);
  expect((await world.eventTypes()).at(-1)).toBe("checkout.session.completed");
});

test("two posts at once pay once", async () => {
  const world = await openWorld();
  const { url, customer } = await openSession(world);
  const replies = await Promise.all([postForm(url, CARD), postForm(url, CARD), postForm(url, CARD)]);
  expect(replies.map((reply) => reply.status)).toEqual([303, 303, 303]);
  expect((await world.stripe.subscriptions.list({ customer, status: "all" })).data).toHaveLength(1);
  expect((await world.stripe.charges.list({ customer })).data).toHaveLength(1);
});

test("a trial is said in words, costs nothing today, and starts", async () => {
  const world = await openWorld();
  const { url, customer } = await openSession(world, { subscription_data: { trial_period_days: 14 } });
  const text = await (await fetch(url)).text();
  expect(text).toContain("14 days free");
  expect(text).toContain(">Start trial<");
  await postForm(url, CARD);
  const [subscription] = (await world.stripe.subscriptions.list({ customer })).data;
  expect(subscription?.status).toBe("trialing");
});

test("without a card a trial starts only where the session allows it", async () => {
  const world = await openWorld();
  const lenient = await openSession(world, {
    subscription_data: { trial_period_days: 14 },
    payment_method_collection: "if_required",
  });
  const nothing = { number: "", expiry: "", cvc: "", name: "" };
  expect((await postForm(lenient.url, nothing)).status).toBe(303);
  const strict = await world.stripe.checkout.sessions.create({
    mode: "setup",
    customer: lenient.customer,
    success_url: SUCCESS,
    currency: "usd",
  });
  expect((await postForm(strict.url ?? "", nothing)).status).toBe(400);
});

test("payment mode takes money once, setup mode keeps a card and takes none", async () => {
  const world = await openWorld();
  const { product } = await makeCatalog(world.stripe);
  const { id: customer } = await world.stripe.customers.create({ email: "ada@example.test" });
  const pack = await world.stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 500 });
  const payment = await world.stripe.checkout.sessions.create({
    mode: "payment",
    customer,
    line_items: [{ price: pack.id, quantity: 2 }],
    success_url: SUCCESS,
    payment_intent_data: { metadata: { pack: "10" } },
  });
  expect(payment.payment_status).toBe("unpaid");
  await postForm(payment.url ?? "", CARD);
  const paid = await world.stripe.checkout.sessions.retrieve(payment.id, { expand: ["payment_intent"] });
  expect(paid).toMatchObject({
    payment_status: "paid",
    payment_intent: { amount: 1000, status: "succeeded", metadata: { pack: "10" } },
  });
  const setup = await world.stripe.checkout.sessions.create({
    mode: "setup",
    customer,
    currency: "usd",
    success_url: SUCCESS,
  });
  expect(setup.payment_status).toBe("no_payment_required");
  await postForm(setup.url ?? "", CARD);
  expect(
    (await world.stripe.checkout.sessions.retrieve(setup.id, { expand: ["setup_intent"] })).setup_intent,
  ).toMatchObject({ status: "succeeded" });
  expect((await world.stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
});

test("somebody new is asked for an address and becomes a customer", async () => {
  const world = await openWorld();
  const { monthly } = await makeCatalog(world.stripe);
  const session = await world.stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price: monthly.id, quantity: 1 }],
    success_url: SUCCESS,
  });
  expect((await postForm(session.url ?? "", CARD)).status).toBe(400);
  expect((await postForm(session.url ?? "", { ...CARD, email: "new@example.test" })).status).toBe(303);
  const done = await world.stripe.checkout.sessions.retrieve(session.id, { expand: ["customer"] });
  expect(done.customer).toMatchObject({ email: "new@example.test" });
});

test("a session can be expired by hand, and else expires after a day; its page then says so", async () => {
  const world = await openWorld();
  const { session, url } = await openSession(world);
  expect(session.expires_at - session.created).toBe(86_400);
  await world.stripe.checkout.sessions.expire(session.id);
  expect(await refusalOf(world.stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
  const second = await world.stripe.checkout.sessions.create({ mode: "setup", currency: "usd", success_url: SUCCESS });
  await world.advance(86_401);
  expect(await world.stripe.checkout.sessions.retrieve(second.id)).toMatchObject({ status: "expired", url: null });
  const reply = await postForm(url, CARD);
  expect(reply.status).toBe(410);
  expect((await world.eventTypes()).filter((type) => type === "checkout.session.expired")).toHaveLength(2);
});

test.each([
  [{ mode: "payment" }, "line_items"],
  [{ success_url: "" }, "success_url"],
  [{ success_url: "not a url" }, "success_url"],
  [{ line_items: [{ price: "price_none", quantity: 1 }] }, "line_items[0][price]"],
  [{ discounts: [{ coupon: "x" }] }, "discounts[0][coupon]"],
  [{ expires_at: 1 }, "expires_at"],
])("%o is refused, naming %s", async (wrong, param) => {
  const world = await openWorld();
  expect(await refusalOf(openSession(world, wrong))).toMatchObject({ statusCode: 400, param });
});
