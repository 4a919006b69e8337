import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aShop, openSite, type Site } from "../testing";

let site: Site;
let shop: Awaited<ReturnType<typeof aShop>>;
beforeAll(async () => {
  site = await openSite();
});
beforeEach(async () => {
  await fetch(`${site.sandbox.url}/_sandbox/reset`, { method: "POST" });
  shop = await aShop(site.stripe);
});
afterAll(() => site.close());

describe("the list", () => {
  test("says that there is nobody yet, and how that changes", async () => {
    const { words } = await site.open("/customers");
    expect(words).toContain("0 customers live in this world");
    expect(words).toContain("Choose a plan in the app");
  });

  test("shows each with plan, status, card and balance", async () => {
    await shop.sell("Ada");
    const bob = await shop.sell("Bob", { trialDays: 3 });
    await site.stripe.customers.update(bob, { balance: -500 });
    await site.stripe.customers.create({ email: "nobody@example.test", balance: 250 });
    const { words } = await site.open("/customers");
    expect(words).toContain("Ada ada@example.test Pro, $19.00 a month ✓ active Visa •••• 4242");
    expect(words).toContain("Bob bob@example.test Pro, $19.00 a month ✓ trialing Visa •••• 4242 $5.00 credit");
    expect(words).toContain("nobody@example.test None – No card $2.50 owed 1 Mar 2027");
  });

  test("finds by name, address and id, and says when nobody fits", async () => {
    const ada = await shop.sell("Ada");
    await shop.sell("Bob");
    for (const words of ["ADA", "ada@example", ada]) {
      const found = await site.open(`/customers?q=${encodeURIComponent(words)}`);
      expect([found.words.includes("Ada"), found.words.includes("Bob")], words).toEqual([true, false]);
      expect(found.html).toContain(`value="${words}"`);
    }
    expect((await site.open("/customers?q=zoe")).words).toContain("Nobody is called “zoe”");
  });

  test("has pages of fifty, the newest first, and keeps what was looked for", async () => {
    for (let number = 1; number <= 51; number++) await site.stripe.customers.create({ name: `Person ${number}` });
    const first = await site.open("/customers?q=person");
    expect([first.words.includes("Person 51"), first.words.includes("Person 1 ")]).toEqual([true, false]);
    expect(first.html).toContain('href="/customers?q=person&#38;page=2"');
    const second = await site.open("/customers?q=person&page=2");
    expect(second.words).toContain("Person 1 ");
    expect(second.words).toContain("Page 2 of 2");
    expect(second.html).toContain('href="/customers?q=person&#38;page=1"');
    for (const page of ["0", "-1", "x", "99"]) expect((await site.open(`/customers?page=${page}`)).status).toBe(200);
  });
});

describe("one customer", () => {
  test("has subscription, card, invoices with their pages, and what happened, the newest first", async () => {
    const ada = await shop.sell("Ada");
    const { words, html } = await site.open(`/customers/${ada}`);
    expect(words).toContain("Plan Pro, $19.00 a month Status ✓ active Renews 1 April 2027");
    expect(words).toContain("Charged Visa •••• 4242");
    expect(words).toMatch(/Invoice When Status Total Left \S+ 1 Mar 2027, 12:00 UTC ✓ paid \$19.00 –/u);
    expect(html).toMatch(
      new RegExp(`href="${site.sandbox.url}/i/[^"]+" target="_blank" rel="noreferrer noopener"`, "u"),
    );
    const story = words.slice(words.indexOf("What happened"));
    const places = ["Paid $19.00 to begin", "Subscribed to Pro", "Became a customer"].map((what) =>
      story.indexOf(what),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(story).toContain("to nobody");
  });

  test("what only goes along with something else is folded, each with its webhook, and says what did not arrive", async () => {
    await site.stripe.webhookEndpoints.create({ url: "http://127.0.0.1:1/", enabled_events: ["charge.succeeded"] });
    const ada = await shop.sell("Ada");
    const { html } = await site.open(`/customers/${ada}`);
    const timeline = html.slice(html.indexOf('id="timeline"'));
    const folded = [...timeline.matchAll(/<summary>([^]*?)<\/summary>([^]*?)<\/details>/gu)].map(([, sum, list]) => [
      sum?.replaceAll(/<[^>]*>/gu, ""),
      [...(list ?? "").matchAll(/<code>([^<]*)/gu)].map(([, type]) => type),
    ]);
    expect(folded).toContainEqual([
      "7 more events, 1 not delivered",
      [
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
        "invoice.finalized",
        "customer.updated",
        "customer.updated",
        "invoice.created",
      ],
    ]);
    expect(folded.flat(2)).not.toContain("invoice.paid");
    expect(timeline).toMatch(/<span class="good">Paid \$19.00 to begin<\/span><br><code>invoice.paid/u);
  });

  test("in one press the next renewal is declined", async () => {
    const ada = await shop.sell("Ada");
    const pressed = await site.press(`/customers/${ada}/card`, { card: "pm_card_chargeCustomerFail" });
    expect(pressed.at).toBe(`/customers/${ada}?done=card`);
    expect(pressed.words).toContain("The card is on file");
    expect(pressed.words).toContain("Charged Visa •••• 0341");
    await site.press("/time", { to: "renewal" });
    expect((await site.open(`/customers/${ada}`)).words).toContain("✕ past due");
    await site.press(`/customers/${ada}/card`, { card: "pm_card_visa" });
    await site.press("/time", { to: "retry" });
    expect((await site.open(`/customers/${ada}`)).words).toContain("✓ active");
  });

  test("every card that is offered can be taken", async () => {
    const ada = await shop.sell("Ada");
    const { html } = await site.open(`/customers/${ada}`);
    const cards = [...html.matchAll(/(?:<option|name="card") value="(pm_card_\w+)"/gu)].map(([, card = ""]) => card);
    expect(cards.length).toBeGreaterThan(5);
    for (const card of cards) expect((await site.press(`/customers/${ada}/card`, { card })).status, card).toBe(200);
  });

  test("a card that its bank refuses is refused in words", async () => {
    const ada = await shop.sell("Ada");
    const { status, words } = await site.press(`/customers/${ada}/card`, { card: "pm_card_chargeDeclined" });
    expect([status, words]).toEqual([400, expect.stringContaining("can not be put on file")]);
  });

  test("the portal opens where Stripe's pages are, and leads back", async () => {
    const ada = await shop.sell("Ada");
    const { policy } = await site.open(`/customers/${ada}`);
    expect(policy).toContain(`form-action 'self' ${site.sandbox.url};`);
    const response = await fetch(`${site.control.url}/customers/${ada}/portal`, { method: "POST", redirect: "manual" });
    const portal = response.headers.get("location") ?? "";
    expect([response.status, new URL(portal).origin]).toEqual([303, site.sandbox.url]);
    expect(await (await fetch(portal)).text()).toContain(`${site.control.url}/customers/${ada}`);
  });

  test("one on a test clock is said to stand apart from the world's", async () => {
    const { id } = await site.stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 });
    const customer = await site.stripe.customers.create({ name: "Frozen", test_clock: id });
    expect((await site.open("/customers")).words).toContain("on a test clock");
    expect((await site.open(`/customers/${customer.id}`)).words).toContain("which the world's clock does not move");
  });

  test.each(["/customers/cus_gone", "/customers/%2e%2e%2fcoming", "/customers/%00"])("%s is nobody", async (at) => {
    const { status, words } = await site.open(at);
    expect([status, words]).toEqual([404, expect.stringContaining("It is not in this world")]);
    expect((await site.press(`${at}/card`, { card: "pm_card_visa" })).status).toBe(404);
    expect((await site.press(`${at}/portal`)).status).toBe(404);
  });
});
