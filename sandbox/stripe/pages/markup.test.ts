import { describe, expect, test } from "vitest";
import type { Answer, PageRequest } from "../http/listener";
import { World } from "../store/world";
import { Journal } from "../store/journal";
import { temporaryFolder } from "../testing/test-world";
import { DAY_S, type Fields, StillWorld } from "../testing/still-world";
import { html } from "./html";
import { invoicePdf } from "./invoice-pdf";
import { notFoundPage, page, redirect } from "./layout";
import { createPages } from "./pages";
import { timeText } from "./words";

const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;`;

const on = { enabled: true };
const ALL = { payment_method_update: on, invoice_history: on, subscription_cancel: on };

/** All pages over a world whose every name was written by an enemy. */
async function aSite() {
  const world = new StillWorld();
  const journal = await Journal.open(temporaryFolder(), new World("pages"));
  const show = createPages({ world: world.world, clock: world.clock, sweeper: world.sweeper, journal });
  const ask = async (
    path: string,
    { body = "", query = "", method = body ? "POST" : "GET" }: Partial<PageRequest> = {},
  ) => {
    const [bare = "", own = ""] = path.split("?");
    const answer = await show({ method, path: bare, query: query || own, body, origin: "http://here" });
    world.world.commit();
    return { ...answer, text: String(answer.body) };
  };
  const { id: product } = world.post("/v1/products", { name: EVIL }) as { id: string };
  const money = { product, currency: "usd", unit_amount: 1900 };
  const { id: price } = world.post("/v1/prices", { ...money, recurring: { interval: "month" } }) as { id: string };
  const customer = world.payer("pm_card_visa");
  world.post(`/v1/customers/${customer}`, { email: EVIL, name: EVIL });
  const subscription = world.subscribe(customer, price);
  const back = { success_url: "http://localhost/", cancel_url: `http://localhost/?q=${EVIL}` };
  const open = (more: Fields) => (world.post("/v1/checkout/sessions", { ...back, ...more }) as { id: string }).id;
  const selling = { mode: "subscription", line_items: [{ price, quantity: 1 }] };
  const portal = (more: Fields = {}) =>
    (
      world.post("/v1/billing_portal/sessions", { customer, return_url: "http://localhost/b?x=<", ...more }) as {
        id: string;
      }
    ).id;
  const { id: coupon } = world.post("/v1/coupons", { percent_off: 10, name: EVIL, duration: "forever" }) as {
    id: string;
  };
  const products = [{ product, prices: [price], adjustable_quantity: { enabled: true } }];
  const subscription_update = {
    enabled: true,
    products,
    default_allowed_updates: ["price", "quantity", "promotion_code"],
  };
  const configuration = world.post("/v1/billing_portal/configurations", {
    features: { subscription_update, ...ALL },
  }) as {
    id: string;
  };
  const changing = `/p/session/${portal({ configuration: configuration.id })}?subscription=${subscription.id}`;
  const paths = {
    codes: `/c/pay/${open({ ...selling, allow_promotion_codes: true })}`,
    discount: `/c/pay/${open({ ...selling, discounts: [{ coupon }] })}`,
    plans: `${changing}&view=plans`,
    preview: `${changing}&view=preview&quantity=3&price=${price}`,
    overview: "/",
    checkout: `/c/pay/${open(selling)}`,
    trial: `/c/pay/${open({ ...selling, subscription_data: { trial_period_days: 7 } })}`,
    known: `/c/pay/${open({ ...selling, customer })}`,
    setup: `/c/pay/${open({ mode: "setup", customer })}`,
    portal: `/p/session/${portal()}`,
    invoice: `/i/${subscription.latest_invoice}`,
    missing: "/nothing/here",
  };
  return { world, ask, paths, portal, subscription, customer };
}

const PAGES = [
  "overview",
  "checkout",
  "trial",
  "known",
  "setup",
  "portal",
  "invoice",
  "missing",
  "codes",
  "discount",
  "plans",
  "preview",
] as const;
const attributes = (tag: string) => new Map([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
const tags = (text: string, name: string) => [...text.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map((m) => m[0]);

describe.each(PAGES)("the page %s", (name) => {
  test("says that no money moves, in English, with a title and one heading at most", async () => {
    const { ask, paths } = await aSite();
    const { text, headers } = await ask(paths[name]);
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<header class="banner"><strong>Sandbox:</strong> no money moves.</header>');
    expect(text).toMatch(/<title>[^<]+<\/title>/);
    expect(tags(text, "main")).toHaveLength(1);
    expect(tags(text, "h1").length).toBeLessThanOrEqual(1);
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  });

  test("shows what others wrote as text", async () => {
    const { ask, paths } = await aSite();
    const { text } = await ask(paths[name]);
    expect(tags(text, "script")).toEqual([]);
    expect(tags(text, "img")).toEqual([]);
    expect(text).not.toContain("onerror='");
  });

  test("has a label for every field, a name for every button and link, and no id twice", async () => {
    const { ask, paths } = await aSite();
    const { text } = await ask(paths[name]);
    const labels = new Set(tags(text, "label").map((tag) => attributes(tag).get("for")));
    const fields = [...tags(text, "input"), ...tags(text, "select"), ...tags(text, "textarea")].map(attributes);
    for (const field of fields) expect(field.get("type") === "hidden" || labels.has(field.get("id"))).toBe(true);
    for (const [, words] of text.matchAll(/<(?:button|a)\b[^>]*>([^]*?)<\/(?:button|a)>/g))
      expect(words?.trim()).not.toBe("");
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a form that came back", () => {
  test("marks each wrong field, says why beside it, keeps what was typed, and never the security code", async () => {
    const { ask, paths } = await aSite();
    const typed = new URLSearchParams({ number: "4242", expiry: "13/40", cvc: "98", name: EVIL, email: "nobody" });
    const { text, status } = await ask(paths.checkout, { body: typed.toString() });
    expect(status).toBe(400);
    const wrong = tags(text, "input")
      .map(attributes)
      .filter((field) => field.get("aria-invalid") === "true");
    expect(wrong.map((field) => field.get("name"))).toEqual(["email", "number", "expiry", "cvc"]);
    for (const field of wrong) expect(text).toContain(`<p class="error" id="${field.get("aria-describedby")}">`);
    const values = new Map(
      tags(text, "input")
        .map(attributes)
        .map((field) => [field.get("name"), field.get("value")]),
    );
    expect([values.get("number"), values.get("cvc")]).toEqual(["4242", ""]);
    expect(tags(text, "script")).toEqual([]);
    expect(text).toContain("<title>Check your details</title>");
  });

  test("a refused card is told aloud with 402, and that nothing was charged", async () => {
    const { ask, paths, world } = await aSite();
    const typed = new URLSearchParams({ number: "4000000000000002", expiry: "12/40", cvc: "123", email: "a@b.co" });
    const { text, status } = await ask(paths.checkout, { body: typed.toString() });
    expect(status).toBe(402);
    expect(text).toMatch(/role="alert"><strong>Your card was declined\.<\/strong> Nothing was charged/);
    expect(world.all("subscriptions")).toHaveLength(1);
  });
});

describe("the portal", () => {
  const cancel = (subscription: string) => new URLSearchParams({ action: "cancel", subscription }).toString();

  test.each([
    ["at_period_end", "active"],
    ["immediately", "canceled"],
  ])("cancels %s, as its configuration says: then it is %s", async (mode, status) => {
    const { world, ask, portal, subscription } = await aSite();
    const features = { subscription_cancel: { enabled: true, mode } };
    const { id: configuration } = world.post("/v1/billing_portal/configurations", { features }) as { id: string };
    expect((await ask(`/p/session/${portal({ configuration })}`, { body: cancel(subscription.id) })).status).toBe(303);
    expect(world.subscription(subscription.id).status).toBe(status);
  });

  test("does not cancel where its configuration does not let it", async () => {
    const { world, ask, portal, subscription } = await aSite();
    const features = { subscription_cancel: { enabled: false } };
    const { id: configuration } = world.post("/v1/billing_portal/configurations", { features }) as { id: string };
    const path = `/p/session/${portal({ configuration })}`;
    expect((await ask(path)).text).not.toContain("Cancel subscription");
    expect((await ask(path, { body: cancel(subscription.id) })).status).toBe(400);
    expect(world.subscription(subscription.id)).toMatchObject({ status: "active", cancel_at: null });
  });

  test.each(["", "nonsense", "cancel", "remove_card", "default_card", "resume"])(
    "an action %j that names nothing is refused and changes nothing",
    async (action) => {
      const { world, ask, paths } = await aSite();
      const events = world.told().length;
      const { status, text } = await ask(paths.portal, { body: `action=${action}` });
      expect([400, 404]).toContain(status);
      expect(text).toContain('role="alert"');
      expect(world.told()).toHaveLength(events);
    },
  );

  test("the page that asks once more has a label for each question and a way back", async () => {
    const { ask, paths, subscription } = await aSite();
    const { text } = await ask(paths.portal, { query: `view=cancel&subscription=${subscription.id}` });
    expect(tags(text, "label").map((tag) => attributes(tag).get("for"))).toEqual(["reason", "comment"]);
    expect(text).toMatch(/<a href="\/p\/session\/\w+">Keep it<\/a>/);
  });

  test.each(["remove_card", "default_card", "resume", "cancel"])(
    "somebody else's things can not be touched: %s",
    async (action) => {
      const { world, ask, paths } = await aSite();
      const stranger = world.payer("pm_card_mastercard");
      const { id } = world.subscribe(stranger, world.price(500));
      const [card] = world.world.where("payment_methods", "customer", stranger);
      const body = new URLSearchParams({ action, subscription: id, card: card?.id ?? "" }).toString();
      const events = world.told().length;
      expect((await ask(paths.portal, { body })).status).toBe(404);
      expect(world.told()).toHaveLength(events);
    },
  );

  test("a customer who was deleted has no page any more", async () => {
    const { world, ask, paths, customer } = await aSite();
    world.do("DELETE", `/v1/customers/${customer}`);
    expect((await ask(paths.portal)).status).toBe(404);
  });
});

describe("what the sandbox says of itself", () => {
  test.each(["0", "-5", "1.5", "soon", "", String(6 * 366 * DAY_S)])(
    "the clock does not move by %j",
    async (seconds) => {
      const { world, ask } = await aSite();
      const before = world.nowS;
      const { status, text } = await ask("/_sandbox/clock", { body: `advance_seconds=${seconds}`, method: "POST" });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toHaveProperty("error.param", "advance_seconds");
      expect(world.nowS).toBe(before);
    },
  );

  test("the clock tells how far it was moved and how much was done on the way", async () => {
    const { world, ask } = await aSite();
    const before = world.nowS;
    const { text } = await ask("/_sandbox/clock", { body: `advance_seconds=${32 * DAY_S}` });
    expect(JSON.parse(text)).toMatchObject({ now: before + 32 * DAY_S, offset_seconds: 32 * DAY_S });
    expect((JSON.parse(text) as { done: number }).done).toBeGreaterThanOrEqual(2);
    expect(world.world.find("settings", "clock_offset_ms")?.value).toBe(32 * DAY_S * 1000);
  });

  test("after a reset the world is empty, time is the wall's, and what falls due later still comes", async () => {
    const { world, ask } = await aSite();
    const wall = world.nowS;
    await ask("/_sandbox/clock", { body: `advance_seconds=${365 * DAY_S}` });
    expect((await ask("/_sandbox/reset", { method: "POST" })).status).toBe(200);
    expect([world.nowS, world.all("customers"), world.all("events")]).toEqual([wall, [], []]);
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    world.advance(32 * DAY_S);
    const created = world.all("invoices").map((invoice) => invoice.created - wall);
    expect(created).toEqual([0, 31 * DAY_S]);
  });

  test.each([
    ["GET", "/_sandbox/reset"],
    ["POST", "/_sandbox/health"],
    ["DELETE", "/_sandbox/clock"],
    ["GET", "/_sandbox/else"],
  ])("%s %s is not there", async (method, path) => {
    const { ask, world } = await aSite();
    const { status, text } = await ask(path, { method });
    expect(status).toBe(404);
    expect(JSON.parse(text)).toHaveProperty("error.type", "invalid_request_error");
    expect(world.all("customers")).toHaveLength(1);
  });
});

test.each([
  ["POST", "/", "GET"],
  ["DELETE", "/c/pay/x", "GET, POST"],
  ["POST", "/i/in_1/pdf", "GET"],
])("%s %s is not allowed, and says what is: %s", async (method, path, allow) => {
  const { ask } = await aSite();
  expect(await ask(path, { method })).toMatchObject({ status: 405, headers: { allow } });
});

test("an invoice that is still a draft has neither page nor PDF", async () => {
  const { ask, world, customer } = await aSite();
  const { id } = world.post("/v1/invoices", { customer }) as { id: string };
  expect([(await ask(`/i/${id}`)).status, (await ask(`/i/${id}/pdf`)).status]).toEqual([404, 404]);
});

test.each([
  ["uncollectible", "Given up as uncollectible"],
  ["void", "Void: nothing is owed"],
  ["open", "$5.00 due"],
])("an invoice that is %s says %j", async (status, words) => {
  const { ask, world } = await aSite();
  const customer = world.payer();
  world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
  const fields = { customer, pending_invoice_items_behavior: "include" };
  const { id } = world.post("/v1/invoices", fields) as { id: string };
  world.post(`/v1/invoices/${id}/finalize`);
  if (status !== "open") world.post(`/v1/invoices/${id}/${status === "void" ? "void" : "mark_uncollectible"}`);
  expect((await ask(`/i/${id}`)).text).toContain(words);
});

test("each of the five signs that mean something in markup is written so that it means itself", () => {
  expect(html`<p title="${`"'<>&`}">${"a & b"}</p>`.text).toBe('<p title="&#34;&#39;&#60;&#62;&#38;">a &#38; b</p>');
});

test("parts: a page has the status it is given, a redirect asks with GET, and words are whole", () => {
  const one: Answer = page(html`<p>x</p>`, { title: EVIL, status: 418, wide: true });
  expect([one.status, tags(String(one.body), "script")]).toEqual([418, []]);
  expect(redirect("/x")).toMatchObject({ status: 303, headers: { location: "/x" }, body: "" });
  expect(notFoundPage("It").status).toBe(404);
  expect(timeText(0)).toBe("1970-01-01 00:00:00 UTC");
  expect(invoicePdf([]).toString("latin1")).toContain("/Count 1");
});
