import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Subscription } from "./shapes";
import {
  awayText,
  badge,
  cardText,
  dayText,
  moneyText,
  personLink,
  personText,
  priceText,
  statusBadge,
  worldDay,
  worldMoment,
} from "./words";

type Item = Subscription["items"][number];
const item = (more: Partial<Item> = {}): Item => ({
  plan: "Pro",
  unit_amount: 1900,
  currency: "usd",
  interval: "month",
  interval_count: 1,
  quantity: 1,
  current_period_end: 0,
  ...more,
});

describe("money", () => {
  test.each<[number, string | null, string]>([
    [1900, "usd", "$19.00"],
    [0, "usd", "$0.00"],
    [-1950, "usd", "-$19.50"],
    [2900, "jpy", "¥2,900"],
    [1234, "bhd", "BHD 1.234"],
    [5, "eur", "€0.05"],
    [1900, null, "$19.00"],
    [1900, "no such money", "1900 no such money"],
  ])("%d of %s is %s", (amount, currency, text) => {
    expect(moneyText(amount, currency).replaceAll("\u00a0", " ")).toBe(text);
  });

  test("any amount of anything is said somehow, with its digits", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (amount, currency) => {
        const digits = moneyText(amount, currency).replaceAll(/\D/gu, "").replace(/^0+/u, "");
        expect(digits).toContain(String(Math.abs(amount)).replace(/^0$/u, ""));
      }),
    );
  });
});

describe("a subscription's price", () => {
  test.each<[Item[], string]>([
    [[item()], "Pro, $19.00 a month"],
    [[item({ interval_count: 3 })], "Pro, $19.00 every 3 months"],
    [[item({ quantity: 4 })], "Pro × 4, $76.00 a month"],
    [[item(), item({ unit_amount: 500 })], "Pro and 1 more, $24.00 a month"],
    [[item({ plan: null, unit_amount: null })], "A plan, $0.00 a month"],
    [[item({ interval: null })], "Pro, $19.00"],
    [[], "Nothing"],
  ])("%j", (items, text) => {
    expect(priceText({ items })).toBe(text);
  });
});

describe("people and cards", () => {
  test("a person is called by name, else by address, else by id", () => {
    expect(personText({ id: "cus_1", name: "Ada", email: "ada@example.test" })).toBe("Ada");
    expect(personText({ id: "cus_1", name: "", email: "ada@example.test" })).toBe("ada@example.test");
    expect(personText({ id: "cus_1", name: null, email: null })).toBe("cus_1");
    expect(personText(null)).toBe("Nobody");
    expect(personLink(null).source).not.toContain("href");
  });

  test("a name stays text, whatever it holds", () => {
    const { source } = personLink({ id: '"><b>', name: "<script>alert(1)</script>", email: null });
    expect(source.match(/<[^>]*>/gu)).toEqual([expect.stringMatching(/^<a href="\/customers\/[^"]*">$/u), "</a>"]);
  });

  test("a card is its brand and its last digits", () => {
    expect(cardText({ id: "pm_1", brand: "visa", last4: "4242", exp_month: 1, exp_year: 2030 })).toBe("Visa •••• 4242");
    expect(cardText(null)).toBe("No card");
  });
});

describe("times", () => {
  test.each([
    [0, "in less than a minute"],
    [59, "in less than a minute"],
    [60, "in 1 minute"],
    [3_599, "in 59 minutes"],
    [3_600, "in 1 hour"],
    [86_399, "in 23 hours"],
    [86_400, "in 1 day"],
    [31 * 86_400, "in 31 days"],
    [-30, "just now"],
    [-7_200, "2 hours ago"],
  ])("%d seconds away is %s", (seconds, text) => {
    expect(awayText(seconds)).toBe(text);
  });

  test("a moment says its zone, and is exact for machines", () => {
    expect(worldMoment(Date.UTC(2027, 2, 1, 12) / 1000).source).toBe(
      '<time datetime="2027-03-01T12:00:00.000Z">1 Mar 2027, 12:00 UTC</time>',
    );
  });

  test("a time that no calendar has is shown as it came", () => {
    for (const seconds of [Number.NaN, Infinity, 1e20]) {
      const shown = [worldMoment(seconds).source, worldDay(seconds).source, dayText(seconds)];
      expect(shown).toEqual(Array(3).fill(String(seconds)));
    }
  });
});

describe("states", () => {
  test("are told by a mark and a word, not by colour alone", () => {
    expect(badge("paid", "good").source).toMatch(/✓<\/span> paid/u);
    expect(badge("given up", "bad").source).toMatch(/✕<\/span> given up/u);
  });

  test.each([
    ["past_due", "past due", "bad"],
    ["trialing", "trialing", "good"],
    ["incomplete_expired", "incomplete expired", "plain"],
    ["a status of tomorrow", "a status of tomorrow", "plain"],
  ])("%s reads %s", (status, words, tone) => {
    expect(statusBadge(status).source).toContain(`badge ${tone}`);
    expect(statusBadge(status).source).toContain(words);
  });
});
