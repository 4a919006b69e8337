import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { aShop, anEndpoint, openSite, type Site } from "../testing";

let site: Site;
let endpoint: Awaited<ReturnType<typeof anEndpoint>>;
beforeAll(async () => {
  site = await openSite();
});
beforeEach(async () => {
  await fetch(`${site.sandbox.url}/_sandbox/reset`, { method: "POST" });
  endpoint = await anEndpoint(site.stripe, ["customer.created", "customer.updated"]);
});
afterEach(() => endpoint.close());
afterAll(() => site.close());

/** Waits until the page at this place says so. */
async function reads(at: string, words: string | RegExp) {
  await vi.waitFor(async () => expect((await site.open(at)).words).toMatch(words), { timeout: 5_000 });
  return site.open(at);
}
const firstDelivery = (html: string) => /href="(\/webhooks\/dlv_\w+)"/u.exec(html)?.[1] ?? "";

describe("the list", () => {
  test("names who is told of what, and what was posted, with the state of each", async () => {
    await site.stripe.customers.create({ name: "Ada" });
    const { words, html } = await reads("/webhooks", /✓ delivered/u);
    expect(words).toContain(`${endpoint.url} ${endpoint.id} 2 types customer.created customer.updated ✓ enabled 1 0 0`);
    expect(words).toContain("customer.created Ada ✓ delivered 1 Mar 2027, 12:00 UTC Send again");
    expect(html).toContain('aria-label="Send customer.created again"');
  });

  test("is empty in words, also where a filter leaves nothing", async () => {
    expect((await site.open("/webhooks")).words).toContain("Nothing yet");
    await site.stripe.customers.create({});
    await reads("/webhooks", /✓ delivered/u);
    expect((await site.open("/webhooks?state=failed")).words).toContain("Nothing of that kind");
    expect((await site.open("/webhooks?type=no.such")).words).toContain("Nothing of that kind");
    endpoint.close();
    await site.stripe.webhookEndpoints.del(endpoint.id);
    expect((await site.open("/webhooks")).words).toContain("No endpoint is registered");
  });

  test("is filtered by state and type, each keeping the other", async () => {
    const { id } = await site.stripe.customers.create({});
    await site.stripe.customers.update(id, { name: "Ada" });
    await reads("/webhooks", /customer.updated.*customer.created/u);
    const { html } = await site.open("/webhooks?type=customer.updated");
    expect(html.match(/aria-label="Send \S+ again"/gu)).toEqual(['aria-label="Send customer.updated again"']);
    expect(html).toContain('href="/webhooks?state=failed&#38;type=customer.updated"');
    expect(html).toContain("<option selected>customer.updated</option>");
  });
});

describe("one delivery", () => {
  test("shows each try with its answer, and the body as it is posted", async () => {
    endpoint.answer(503, "<b>the database is away</b>");
    await site.stripe.customers.create({ name: "Ada" });
    const list = await reads("/webhooks", /waiting after a try: answered 503/u);
    endpoint.answer(200, "");
    await fetch(`${site.sandbox.url}/_sandbox/clock`, { method: "POST", body: "advance_seconds=2" });
    const { words, html } = await reads(firstDelivery(list.html), /State ✓ delivered at try 2/u);
    expect(words).toMatch(
      /Try When Came of it Answer Took 2 .* answered 200 – \d+ ms 1 .* answered 503 <b>the database/u,
    );
    expect(html).toContain("&#60;b&#62;the database");
    expect(html).toMatch(/<pre tabindex="0">\{\n {2}&#34;id&#34;: &#34;evt_/u);
  });

  test("goes again in one press, to the endpoint as it is now", async () => {
    await site.stripe.customers.create({ name: "Ada" });
    const { html } = await reads("/webhooks", /✓ delivered/u);
    const delivery = firstDelivery(html).replace("/webhooks/", "");
    const { at, words } = await site.press("/webhooks/resend", { delivery });
    expect([at, words]).toEqual([`/webhooks/${delivery}?done=sent`, expect.stringContaining("It is on its way.")]);
    await reads(`/webhooks/${delivery}`, /✓ delivered at try 2/u);
    expect(endpoint.heard).toEqual(["customer.created", "customer.created"]);
    expect((await site.stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });

  test("does not go to an endpoint that is disabled, and says so", async () => {
    await site.stripe.customers.create({});
    const { html } = await reads("/webhooks", /✓ delivered/u);
    await site.stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    const delivery = firstDelivery(html).replace("/webhooks/", "");
    const { words } = await site.press("/webhooks/resend", { delivery });
    expect(words).toContain("Nobody listens");
    expect(words).toContain("(disabled)");
    expect(endpoint.heard).toHaveLength(1);
  });

  test.each(["/webhooks/dlv_gone", "/webhooks/%3Cb%3E", "/webhooks/resend"])("%s is not here", async (at) => {
    expect((await site.open(at)).status).toBe(404);
  });
});

test("all that were given up go again at once", async () => {
  endpoint.answer(500, "");
  await site.stripe.customers.create({ name: "Ada" });
  await site.stripe.customers.create({ name: "Bob" });
  await reads("/webhooks", /waiting.*waiting/u);
  for (let tries = 1; tries < 11; tries++) {
    await fetch(`${site.sandbox.url}/_sandbox/clock`, { method: "POST", body: "advance_seconds=150000" });
    await reads("/webhooks", new RegExp(`after ${tries + 1} tries.*after ${tries + 1} tries`, "u"));
  }
  const { words } = await site.open("/webhooks?state=failed");
  expect(words).toContain("✕ given up after 11 tries: answered 500");
  expect(words).toContain("Send all 2 that were given up again");
  endpoint.answer(200, "");
  expect((await site.press("/webhooks/resend", { state: "failed" })).words).toContain("2 are on their way");
  await reads("/webhooks", /✓ delivered at try 12.*✓ delivered at try 12/u);
  expect((await site.open("/webhooks")).words).not.toContain("Send all");
});

test("an event from before there was an endpoint is sent from its customer's page", async () => {
  await site.stripe.webhookEndpoints.del(endpoint.id);
  const ada = await (await aShop(site.stripe)).sell("Ada");
  const event = /name="event" value="(evt_\w+)"/u.exec((await site.open(`/customers/${ada}`)).html)?.[1] ?? "";
  const alone = await site.press("/webhooks/resend", { event, customer: ada });
  expect(alone.words).toContain("Nobody listens: there is no enabled webhook endpoint");
  const later = await anEndpoint(site.stripe, ["charge.refunded"]);
  const { at, words } = await site.press("/webhooks/resend", { event, customer: ada });
  expect([at, words]).toEqual([`/customers/${ada}?done=sent`, expect.stringContaining("On its way")]);
  await vi.waitFor(() => expect(later.heard).toHaveLength(1));
  later.close();
});

test.each([{}, { state: "all" }, { delivery: "dlv_gone" }, { event: "evt_gone" }])(
  "%j sends nothing",
  async (fields) => {
    expect((await site.press("/webhooks/resend", fields)).status).toBeGreaterThanOrEqual(400);
  },
);
