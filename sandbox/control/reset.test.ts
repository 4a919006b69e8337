import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { asking, clientOf } from "../openai/testing";
import { startControlSandbox } from "./sandbox";
import { aShop, browserAt, openSite, type Site, START_S } from "./testing";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const PLAIN = {
  personalizations: [{ to: [{ email: "ada@example.test" }] }],
  from: { email: "hello@parley.test" },
  subject: "Welcome",
  content: [{ type: "text/plain", value: "Come in." }],
};
const SURE = { sure: "yes" };

beforeEach(async () => {
  await site.press("/reset", { stripe: "yes", shop: "yes", model: "yes", mailbox: "yes", ...SURE });
  await (await aShop(site.stripe)).sell("Ada");
  await clientOf(site.openai).chat.completions.create(asking("Hello"));
  await fetch(`${site.control.url}/v3/mail/send`, {
    method: "POST",
    headers: { authorization: "Bearer SG.x" },
    body: JSON.stringify(PLAIN),
  });
  await site.press("/time", { to: "week" });
});

/** What each stand-in still holds: customers, prices, calls, letters. */
async function held() {
  const [customers, prices, front] = await Promise.all([
    site.stripe.customers.list(),
    site.stripe.prices.list(),
    site.open("/"),
  ]);
  const calls = /asked (\d+) calls?/u.exec(front.words)?.[1];
  const letters = /this machine (\d+) letters?/u.exec(front.words)?.[1];
  return [customers.data.length, prices.data.length, Number(calls), Number(letters)];
}

describe("forgetting", () => {
  test("a page asks first, and looking at it forgets nothing", async () => {
    const { words, html } = await site.open("/reset");
    expect(words).toContain("can not be brought back");
    expect(html).toMatch(/name="sure" value="yes" required/u);
    expect(html).not.toMatch(/name="shop" value="yes" checked/u);
    expect(await held()).toEqual([1, 1, 1, 1]);
  });

  test.each([
    [{ stripe: "yes" }, /Tick the last box/u],
    [{ stripe: "yes", sure: "no" }, /Tick the last box/u],
    [SURE, /Nothing was ticked/u],
    [{}, /Nothing was ticked/u],
    [{ everything: "yes", ...SURE }, /Nothing was ticked/u],
  ])("%j forgets nothing, and says why", async (fields, why) => {
    const { status, words, html } = await site.press("/reset", fields);
    expect([status, words]).toEqual([400, expect.stringMatching(why)]);
    expect(html).toMatch(/role="alert"/u);
    expect(await held()).toEqual([1, 1, 1, 1]);
  });

  test("Stripe's people go, the shop stays, and time is the machine's again", async () => {
    const { words, at } = await site.press("/reset", { stripe: "yes", ...SURE });
    expect(at).toBe("/reset?done=stripe");
    expect(words).toContain("Stripe's customers are forgotten");
    expect(await held()).toEqual([0, 1, 1, 1]);
    expect((await site.open("/time")).words).toContain("1 March 2027 12:00 UTC The machine's own time.");
    expect((await site.stripe.customers.create({})).created).toBe(START_S);
  });

  test("the shop goes too where that is ticked", async () => {
    await site.press("/reset", { stripe: "yes", shop: "yes", ...SURE });
    expect(await held()).toEqual([0, 0, 1, 1]);
  });

  test("the model and the mailbox go each by itself", async () => {
    await site.press("/reset", { model: "yes", ...SURE });
    expect(await held()).toEqual([1, 1, 0, 1]);
    await site.press("/reset", { mailbox: "yes", ...SURE });
    expect(await held()).toEqual([1, 1, 0, 0]);
  });

  test("a reload of the page after it forgets nothing more", async () => {
    const { at } = await site.press("/reset", { mailbox: "yes", ...SURE });
    await site.open(at);
    expect(await held()).toEqual([1, 1, 1, 0]);
  });
});

test("what is away is said to be away, and the rest is done", async () => {
  const { hostname } = new URL(site.control.url);
  const alone = await startControlSandbox({
    port: 0,
    host: hostname,
    dataDir: `${process.env["TMPDIR"] ?? "/tmp"}/control-alone-${process.pid}`,
    neighbours: { stripeUrl: "http://127.0.0.1:1", openaiUrl: site.openai.url },
  });
  const { words, html } = await browserAt(alone).press("/reset", { stripe: "yes", model: "yes", ...SURE });
  expect(words).toContain("The Stripe sandbox does not answer. The rest is done.");
  expect(html).toMatch(/role="alert"/u);
  expect((await held())[2]).toBe(0);
  await alone.close();
});
