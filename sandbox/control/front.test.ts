import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { anEndpoint, aShop, openSite, type Site } from "./testing";

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

test("an empty world offers a month, and has nothing to tell", async () => {
  const { html, words } = await site.open("/");
  expect(html).toContain('<button class="button" name="to" value="month">One month on</button>');
  expect(words).not.toContain("What happened last");
  expect(words).toContain("each try and its answer nobody listens");
});

test("where somebody subscribed the next renewal is the button to press, and leads there", async () => {
  await shop.sell("Ada");
  const { html } = await site.open("/");
  expect(html).toContain('<button class="button" name="to" value="renewal">Next renewal, 1 Apr</button>');
  expect(html).toContain('<button class="button quiet" name="to" value="month">');
  expect((await site.press("/time", { to: "renewal" })).words).toContain("Ada renewed and paid $19.00");
});

test("the five newest things that somebody would notice are told, the newest first", async () => {
  await shop.sell("Ada");
  await shop.sell("Bob", { card: "pm_card_chargeCustomerFail", trialDays: 1 });
  const { words } = await site.open("/");
  const told = words.slice(words.indexOf("What happened last"), words.indexOf("What there is"));
  expect(told).toMatch(/^What happened last \S+ Bob is told that the trial ends/u);
  expect(told).toContain("Bob has nothing to pay yet");
  expect(told.match(/UTC/gu)).toHaveLength(5);
  expect(told).toContain("Bob began a trial of Pro");
  expect(told).not.toContain("Ada became a customer");
});

test("webhooks say first what was given up, then what waits, and else what arrived", async () => {
  const endpoint = await anEndpoint(site.stripe, ["customer.created"]);
  const state = async () => / its answer (.*?) OpenAI/u.exec((await site.open("/")).words)?.[1];
  await site.stripe.customers.create();
  await expect.poll(state).toBe("1 delivered");
  endpoint.answer(500, "down");
  await site.stripe.customers.create();
  await expect.poll(state).toBe("1 waiting");
  await site.stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
  await site.press("/time", { to: "day" });
  await expect.poll(state).toBe("1 given up");
  endpoint.close();
});
