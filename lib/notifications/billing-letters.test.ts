import { describe, expect, test } from "vitest";
import { findTemplate, type TemplateName } from "@/lib/notifications/catalogue";

/* What the letters about money say: amounts and days as they are, and nothing that is not so at the time. */

const URL = "https://parley.example/billing/fix";

async function textOf(name: TemplateName, payload: object): Promise<string> {
  const { subject, text } = await findTemplate(name)!.compose(payload);
  return `${subject}\n${text}`.replaceAll("\u00a0", " ");
}

const MISSING = {
  plan: "Pro",
  amount: { amountMinor: 1_900, currency: "usd" },
  // In most of America this is still December 1.
  failedAt: "2026-12-02T00:30:00.000Z",
  graceEndsAt: "2026-12-05T00:30:00.000Z",
  isGraceOver: false,
  endsAt: "2026-12-09T00:30:00.000Z",
  fixUrl: URL,
};

describe("a payment that failed", () => {
  test("is told with the amount, the day in UTC, and the day of the end", async () => {
    const text = await textOf("payment-failed", MISSING);
    expect(text).toContain("On December 2, 2026 we could not collect $19.00 for Pro.");
    expect(text).toContain("the subscription ends on December 9, 2026");
    expect(text).toContain(`Pay now:\n${URL}`);
  });
  test("is told with the next try only where there is one", async () => {
    expect(await textOf("payment-failed", MISSING)).not.toContain("try your card again");
    expect(await textOf("payment-failed", { ...MISSING, nextTryAt: "2026-12-05T00:30:00.000Z" })).toContain(
      "We try your card again on December 5, 2026.",
    );
  });
  test.each(["payment-failed", "payment-reminder", "payment-last-notice"] as const)(
    "says in %s what the billing page says",
    async (name) => {
      const standing = "You have Pro until December 5, 2026: the payment failed. Pay it to keep Pro.";
      expect(await textOf(name, { ...MISSING, standing })).toContain(standing);
    },
  );
  test("is reminded of before the grace ends, and in other words after it", async () => {
    expect(await textOf("payment-reminder", MISSING)).toContain("Pay by December 5, 2026 to keep Pro");
    const after = await textOf("payment-reminder", { ...MISSING, isGraceOver: true });
    expect(after).toContain("Pay to have Pro back");
    expect(after).not.toContain("by December 5");
  });
});

describe("amounts", () => {
  test.each([
    [{ amountMinor: 1_900, currency: "jpy" }, "¥1,900"],
    [{ amountMinor: 1_900, currency: "kwd" }, "KWD 1.900"],
    [{ amountMinor: 19_005, currency: "eur" }, "€190.05"],
  ])("of %o are written %s", async (amount, written) => {
    const payload = { number: null, amount, paidAt: "2026-12-24T12:00:00.000Z", billingUrl: URL };
    const text = await textOf("receipt", payload);
    expect(text).toContain(`Your receipt for ${written}`);
    expect(text).toContain(`we received ${written} on December 24, 2026.`);
  });
  test("that are no whole number of the smallest unit are refused", async () => {
    const payload = {
      number: null,
      amount: { amountMinor: 19.5, currency: "usd" },
      paidAt: "2026-12-24T12:00:00.000Z",
      billingUrl: URL,
    };
    await expect(textOf("receipt", payload)).rejects.toThrow(/int/i);
  });
});

test("a receipt names the invoice where it has a number", async () => {
  const payload = {
    number: "A-7",
    amount: { amountMinor: 1_900, currency: "usd" },
    paidAt: "2026-12-24T12:00:00.000Z",
    billingUrl: URL,
  };
  expect(await textOf("receipt", payload)).toContain("for invoice A-7.");
  expect(await textOf("payment-recovered", { ...payload, plan: "Pro" })).toContain("for invoice A-7.");
});

test("a part that went back is told as a part, all of it as all", async () => {
  const payment = { amountMinor: 1_900, currency: "usd" };
  const rest = { payment, paidAt: "2026-12-24T12:00:00.000Z", billingUrl: URL };
  expect(await textOf("refunded", { ...rest, refunded: { amountMinor: 500, currency: "usd" } })).toContain(
    "given back $5.00 in all",
  );
  expect(await textOf("refunded", { ...rest, refunded: payment })).toContain("all of your payment of $19.00");
});

test("a year that ends says what comes then: the same, or what was chosen instead", async () => {
  const price = { amountMinor: 99_000, currency: "usd" };
  const year = { plan: "Enterprise", price, renewsAt: "2027-03-01T00:00:00.000Z", billingUrl: URL };
  expect(await textOf("renewal-soon", year)).toContain("It renews by itself then, for $990.00 a year.");
  const next = { plan: "Pro", interval: "month", price: { amountMinor: 1_900, currency: "usd" } };
  const changed = await textOf("renewal-soon", { ...year, next });
  expect(changed).toContain("Your plan changes on March 1, 2027");
  expect(changed).toContain("it becomes Pro then, for $19.00 a month.");
  expect(changed).not.toContain("$990");
});

test("a card without brand or number is told of all the same", async () => {
  const text = await textOf("card-expiring", {
    brand: null,
    last4: null,
    lastDay: "2026-12-31T00:00:00.000Z",
    fixUrl: URL,
  });
  expect(text).toContain("The payment card that pays for Parley expires after December 31, 2026.");
  expect(
    await textOf("card-expiring", { brand: "visa", last4: "4242", lastDay: "2026-12-31T00:00:00.000Z", fixUrl: URL }),
  ).toContain("The Visa card ending in 4242");
});

test("a plan's name that is markup stays text", async () => {
  const { html } = await findTemplate("payment-failed")!.compose({ ...MISSING, plan: "<b>Pro</b>" });
  expect(html).not.toContain("<b>");
});

describe("what an operator gave", () => {
  const given = { plan: "Pro", months: 1, billingUrl: URL };

  test("is told as so many months of what is paid for", async () => {
    expect(await textOf("complimentary", given)).toContain("Your next month of Pro costs nothing");
    const several = await textOf("complimentary", { ...given, months: 3 });
    expect(several).toContain("Your next 3 months of Pro cost nothing");
    expect(several).toContain("After that it is paid for as before.");
  });

  test("is told as a plan with the day it ends by itself", async () => {
    const text = await textOf("complimentary", { ...given, endsAt: "2026-12-21T00:30:00.000Z" });
    expect(text).toContain("Pro is yours until December 21, 2026");
    expect(text).toContain("We give you Pro for a month, free of charge, until December 21, 2026.");
    expect(text).not.toContain("After that it is paid");
  });
});
