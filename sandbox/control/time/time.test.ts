import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aShop, DAY_S, openSite, type Site, START_S } from "../testing";

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

/** The sentences of what happened, with their days. */
function story(html: string) {
  const list = /<ol class="story">([\s\S]*?)<\/ol>/u.exec(html)?.[1] ?? "";
  return [...list.matchAll(/<p>([\s\S]*?)<\/p>\s*<time[^>]*>([^,]*)/gu)].map(([, words = "", day = ""]) => [
    words.replaceAll(/<[^>]*>/gu, ""),
    day,
  ]);
}

describe("a world where nothing waits", () => {
  test("says the date in large, and offers no button that leads nowhere", async () => {
    const { words, html } = await site.open("/time");
    expect(words).toContain("1 March 2027 12:00 UTC");
    expect(words).toContain("Nothing waits for its time");
    expect(html.match(/<button class="button" disabled/gu)).toHaveLength(3);
  });

  test.each([
    ["renewal", /Nobody&#39;s plan renews|Nobody's plan renews/u],
    ["trial_end", /Nobody is on a trial/u],
    ["retry", /No payment is waiting/u],
  ])("pressed all the same, %s says why not, and time stands still", async (to, why) => {
    const { status, words } = await site.press("/time", { to });
    expect([status, words]).toEqual([400, expect.stringMatching(why)]);
    expect(words).toContain("1 March 2027");
  });
});

describe("a world with people in it", () => {
  test("the next renewal is where its money was taken, and a reload moves nothing", async () => {
    await shop.sell("Ada");
    const { words, html, at, status } = await site.press("/time", { to: "renewal" });
    expect(status).toBe(200);
    expect(words).toContain("1 April 2027 13:00 UTC");
    expect(story(html)).toEqual([["Ada renewed and paid $19.00", "1 Apr 2027"]]);
    const again = await site.open(at);
    expect(story(again.html)).toEqual(story(html));
    expect(again.words).toContain("1 April 2027 13:00 UTC");
  });

  test("the end of a trial tells of the notice, the end and the first payment, in this order", async () => {
    await shop.sell("Alan", { trialDays: 14 });
    const { html } = await site.press("/time", { to: "trial_end" });
    expect(story(html)).toEqual([
      ["Alan is told that the trial ends on 15 March 2027", "12 Mar 2027"],
      ["Alan ended the trial and is active", "15 Mar 2027"],
      ["Alan renewed and paid $19.00", "15 Mar 2027"],
    ]);
  });

  test("a failing card is told try by try, to the end of the subscription", async () => {
    await shop.sell("Grace", { card: "pm_card_chargeCustomerFail", trialDays: 1 });
    await site.press("/time", { to: "trial_end" });
    const first = await site.press("/time", { to: "retry" });
    expect(story(first.html)).toEqual([
      ["Grace could not be charged $19.00 (try 2); tried again on 10 March 2027", "5 Mar 2027"],
    ]);
    await site.press("/time", { to: "retry" });
    const last = await site.press("/time", { to: "retry" });
    expect(last.words).toContain("1 payment failed, 1 subscription ended.");
    expect(story(last.html)).toEqual([
      ["Grace could not be charged $19.00 (try 4); it is not tried again", "17 Mar 2027"],
      ["Grace lost the subscription: it was never paid", "17 Mar 2027"],
    ]);
    expect((await site.press("/time", { to: "retry" })).status).toBe(400);
  });

  test("a year on renews eleven times, with the twelfth under way, and says how much else went on", async () => {
    await shop.sell("Ada");
    const { html, words } = await site.press("/time", { to: "year" });
    expect(story(html).map(([sentence]) => sentence)).toEqual(Array(11).fill("Ada renewed and paid $19.00"));
    expect(words).toContain("What happened 11 invoices were paid. ");
    expect(words).toMatch(/\d+ more events came with it/u);
    expect(words).toContain("1 March 2028");
    expect(words).toContain("Ada is charged for the period $19.00");
    expect(words).toContain("366 days ahead of the machine");
  });

  test("a quiet day says that nothing was to be noticed", async () => {
    await shop.sell("Ada");
    const { words } = await site.press("/time", { to: "day" });
    expect(words).toContain("Nothing that anybody would notice");
    expect(words).toContain("2 March 2027 12:00 UTC");
  });

  test("a date is gone to in UTC", async () => {
    const { words } = await site.press("/time", { date: "2027-03-08T07:45" });
    expect(words).toContain("8 March 2027 07:45 UTC");
    expect((await site.press("/time", { date: "2027-03-01T00:00" })).words).toContain("That is in the past");
  });

  test("what comes next is listed with who, what, when and how much, the soonest first", async () => {
    await shop.sell("Ada");
    await shop.sell("Alan", { trialDays: 14 });
    const { words } = await site.open("/time");
    const [, after = ""] = words.split("What comes next");
    const places = ["Alan is told", "Alan ends the trial $19.00", "Ada Pro renews $19.00"].map((row) =>
      after.indexOf(row),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(after).toContain("1 Apr 2027, 12:00 UTC in 31 days");
  });

  test("a checkout that nobody finished has no subject", async () => {
    const line_items = [{ price: shop.price, quantity: 1 }];
    await site.stripe.checkout.sessions.create({ mode: "subscription", success_url: "http://a.test/", line_items });
    expect((await site.open("/time")).words).toContain("in 1 day – A checkout that nobody finished expires –");
  });

  test("the soonest of the places is the one that is offered first", async () => {
    await shop.sell("Ada");
    await shop.sell("Alan", { trialDays: 14 });
    const { html } = await site.open("/time");
    expect(html).toMatch(/class="button" name="to" value="trial_end">End of trial, 15 Mar</u);
    expect(html).toMatch(/class="button quiet" name="to" value="renewal">Next renewal, 1 Apr</u);
  });

  test("a mark of a world that was reset tells nothing, and is no failure", async () => {
    await shop.sell("Ada");
    const { status, words } = await site.open("/time?after=evt_gone&until=evt_neither");
    expect([status, words]).toEqual([200, expect.stringContaining("Nothing that anybody would notice")]);
    expect((await site.open("/time?after=beginning&until=beginning")).status).toBe(200);
  });

  test("the clock that the buttons move is the one the API goes by", async () => {
    await site.press("/time", { to: "week" });
    const { created } = await site.stripe.customers.create({});
    expect(created).toBe(START_S + 7 * DAY_S);
  });
});
