import { describe, expect, test } from "vitest";
import type { SetupIntent } from "./store/wire";
import { StillWorld } from "./testing/still-world";
import { openWorld, postForm, refusalOf } from "./testing/test-world";
import { UNLESS_SET_UP, ALWAYS, THEN_DECLINED, cardOf, kept, pay, answer } from "./testing/asking-cards";

describe("a payment whose card asks for its owner", () => {
  test("waits, says where he is asked, and is paid once he proved himself", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS), return_url: "http://shop.test/back?order=1" });
    expect(intent).toMatchObject({
      status: "requires_action",
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: { url: `http://here/3ds/${intent.id}`, return_url: "http://shop.test/back?order=1" },
      },
    });
    const { status, location } = await answer(world, intent.id, "complete");
    expect(status).toBe(303);
    const back = new URL(location);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      order: "1",
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: "succeeded",
    });
    expect(world.get(`/v1/payment_intents/${intent.id}`)).toMatchObject({
      status: "succeeded",
      next_action: null,
      amount_received: 1000,
    });
    expect(world.told("payment_intent.")).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.succeeded",
    ]);
  });

  test("without a return_url it is for the shop's own page to ask", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS) });
    expect(intent.next_action).toEqual({
      type: "use_stripe_sdk",
      use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: `http://here/3ds/${intent.id}` },
    });
    expect((await answer(world, intent.id, "complete")).location).toBe(`/3ds/${intent.id}/done`);
  });

  test("a failed proof takes no money, tells why, and another card may pay", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS), return_url: "http://shop.test/" });
    const { location } = await answer(world, intent.id, "fail");
    expect(location).toContain("redirect_status=failed");
    const path = `/v1/payment_intents/${intent.id}`;
    expect(world.get(path)).toMatchObject({
      status: "requires_payment_method",
      next_action: null,
      payment_method: null,
      last_payment_error: { code: "payment_intent_authentication_failure", type: "invalid_request_error" },
    });
    expect(world.all("charges")).toEqual([]);
    expect(world.post(`${path}/confirm`, { payment_method: "pm_card_visa" })).toMatchObject({ status: "succeeded" });
  });

  test("…3178 proves itself and is then refused", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, THEN_DECLINED) });
    await answer(world, intent.id, "complete");
    expect(world.get(`/v1/payment_intents/${intent.id}`)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { decline_code: "insufficient_funds" },
    });
    expect(world.told("charge.")).toEqual(["charge.failed"]);
  });

  test("a proof is good for one charge only", async () => {
    const world = new StillWorld();
    const { customer, card } = kept(world, ALWAYS);
    await answer(world, pay(world, { customer, payment_method: card }).id, "complete");
    expect(pay(world, { customer, payment_method: card }).status).toBe("requires_action");
  });

  test("confirmed by hand it waits for a second confirmation, which charges", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS), confirmation_method: "manual" });
    await answer(world, intent.id, "complete");
    const path = `/v1/payment_intents/${intent.id}`;
    expect(world.get(path)).toMatchObject({ status: "requires_confirmation", next_action: null });
    expect(world.post(`${path}/confirm`)).toMatchObject({ status: "succeeded" });
  });

  test.each(["complete", "fail"])("answered twice (%s first) only the first counts", async (first) => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS) });
    await answer(world, intent.id, first);
    const events = world.all("events").length;
    expect((await answer(world, intent.id, "complete")).status).toBe(404);
    expect(world.all("events")).toHaveLength(events);
  });

  test("canceled meanwhile there is nothing to prove, and neutral answers change nothing", async () => {
    const world = new StillWorld();
    const intent = pay(world, { payment_method: cardOf(world, ALWAYS) });
    expect((await answer(world, intent.id, "perhaps")).status).toBe(200);
    expect(world.post(`/v1/payment_intents/${intent.id}/cancel`)).toMatchObject({ next_action: null });
    expect((await answer(world, intent.id, "complete")).status).toBe(404);
    expect((await answer(world, "pi_none", "complete")).status).toBe(404);
  });
});

describe("keeping a card with its owner's proof", () => {
  test.each<[string, string, string]>([
    [UNLESS_SET_UP, "succeeded", "succeeded"],
    [ALWAYS, "requires_action", "authentication_required"],
  ])("%s set up is later %s, and without its owner %s", async (number, present, away) => {
    const world = new StillWorld();
    const customer = world.payer();
    const fields = { customer, payment_method: cardOf(world, number), confirm: true };
    const setup = world.post("/v1/setup_intents", fields) as SetupIntent;
    expect(setup).toMatchObject({ status: "requires_action", next_action: { type: "use_stripe_sdk" } });
    expect(world.told("payment_method.")).toEqual([]);
    await answer(world, setup.id, "complete");
    expect(world.get(`/v1/setup_intents/${setup.id}`)).toMatchObject({ status: "succeeded", next_action: null });
    expect(world.told("setup_intent.")).toEqual([
      "setup_intent.created",
      "setup_intent.requires_action",
      "setup_intent.succeeded",
    ]);
    const asked = { customer, payment_method: setup.payment_method };
    expect(pay(world, asked).status).toBe(present);
    const fieldsAway = { amount: 1000, currency: "usd", confirm: true, off_session: true, ...asked };
    const { body } = world.ask("POST", "/v1/payment_intents", fieldsAway);
    expect(body).toMatchObject(away === "succeeded" ? { status: away } : { error: { code: away } });
  });

  test("a failed proof keeps nothing, and the card stays unproven", async () => {
    const world = new StillWorld();
    const customer = world.payer();
    const fields = { customer, payment_method: cardOf(world, UNLESS_SET_UP), confirm: true };
    const { id } = world.post("/v1/setup_intents", fields) as SetupIntent;
    await answer(world, id, "fail");
    expect(world.get(`/v1/setup_intents/${id}`)).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "setup_intent_authentication_failure" },
    });
    expect(world.all("payment_methods")[0]?.customer).toBeNull();
    expect(world.told("setup_intent.").at(-1)).toBe("setup_intent.setup_failed");
  });

  test("a payment that keeps the card sets it up; one that does not, does not", async () => {
    for (const [usage, status] of [
      ["off_session", 200],
      [undefined, 402],
    ] as const) {
      const world = new StillWorld();
      const { customer, card } = kept(world, UNLESS_SET_UP);
      const asked = { customer, payment_method: card };
      await answer(world, pay(world, { ...asked, setup_future_usage: usage }).id, "complete");
      const again = { amount: 500, currency: "usd", confirm: true, off_session: true, ...asked };
      expect(world.ask("POST", "/v1/payment_intents", again).status).toBe(status);
    }
  });
});

test("over the wire the SDK's own shapes hold for each step", async () => {
  const { stripe, url, eventTypes } = await openWorld();
  const asked = { amount: 500, currency: "usd", payment_method: "pm_card_authenticationRequired", confirm: true };
  const intent = await stripe.paymentIntents.create({
    ...asked,
    capture_method: "manual",
    return_url: "http://a.test/",
  });
  await postForm(`${url}/3ds/${intent.id}`, { answer: "complete" });
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_capture");
  const taken = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 300 });
  expect(taken).toMatchObject({ status: "succeeded", amount_received: 300, amount_capturable: 0 });
  const setup = await stripe.setupIntents.create({ payment_method: "pm_card_authenticationRequired", confirm: true });
  expect(setup.status).toBe("requires_action");
  await stripe.setupIntents.cancel(setup.id, { cancellation_reason: "abandoned" });
  expect(await refusalOf(stripe.setupIntents.confirm(setup.id))).toMatchObject({ statusCode: 400 });
  expect(await eventTypes()).toEqual([
    "payment_intent.created",
    "payment_intent.requires_action",
    "charge.succeeded",
    "payment_intent.amount_capturable_updated",
    "charge.captured",
    "payment_intent.succeeded",
    "setup_intent.created",
    "setup_intent.requires_action",
    "setup_intent.canceled",
  ]);
});
