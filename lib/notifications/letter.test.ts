import { expect, test } from "vitest";
import { findTemplate, TEMPLATES } from "@/lib/notifications/catalogue";
import { layOut } from "@/lib/notifications/letter";

const URL = "https://parley.example/verify-email?token=abc&next=%2Fchat";
const AMOUNT = { amountMinor: 1_900, currency: "usd" };
const MISSING = {
  plan: "Pro",
  amount: AMOUNT,
  failedAt: "2026-12-02T10:00:00.000Z",
  graceEndsAt: "2026-12-05T10:00:00.000Z",
  isGraceOver: false,
  endsAt: "2026-12-09T10:00:00.000Z",
  fixUrl: URL,
};
const DAY = "2026-12-24T23:59:59.000Z";
const PAYLOADS = {
  "verify-address": { link: URL },
  "already-registered": { signInUrl: URL },
  "reset-password": { link: URL },
  "email-link": { link: URL },
  "password-changed": { resetUrl: URL },
  "account-deleted": { signUpUrl: URL },
  "payment-failed": MISSING,
  "payment-reminder": MISSING,
  "payment-last-notice": MISSING,
  "payment-recovered": { plan: "Pro", number: "A-1", amount: AMOUNT, paidAt: DAY, billingUrl: URL },
  "subscription-ended-unpaid": { plan: "Pro", endedAt: DAY, billingUrl: URL },
  "trial-ending": { plan: "Pro", price: AMOUNT, interval: "month", endsAt: DAY, billingUrl: URL },
  "renewal-soon": { plan: "Pro", price: AMOUNT, renewsAt: DAY, billingUrl: URL },
  "card-expiring": { brand: "visa", last4: "4242", lastDay: DAY, fixUrl: URL },
  "plan-changed": {
    from: { plan: "Pro", interval: "month" },
    to: { plan: "Enterprise", interval: "year" },
    price: AMOUNT,
    renewsAt: DAY,
    billingUrl: URL,
  },
  receipt: { number: "A-1", amount: AMOUNT, paidAt: DAY, billingUrl: URL },
  refunded: { refunded: AMOUNT, payment: AMOUNT, paidAt: DAY, billingUrl: URL },
  complimentary: { plan: "Pro", months: 3, endsAt: DAY, billingUrl: URL },
  "seat-invitation": { owner: "ada@example.test", plan: "Enterprise", expiresAt: DAY, link: URL },
  "seat-removed": { owner: "ada@example.test", billingUrl: URL },
  "allowance-low": {
    plan: "Pro",
    isSpent: false,
    resetsAt: DAY,
    whenSpent: "credits",
    hasGift: false,
    hasCredits: false,
    billingUrl: URL,
  },
  "ceiling-near": {
    isPersons: false,
    isReached: true,
    spent: "$1,000.00",
    ceiling: "$1,000",
    day: "2026-12-24",
    pageUrl: URL,
  },
} satisfies Record<keyof typeof TEMPLATES, object>;

test("nothing anybody typed becomes markup", async () => {
  const { html, text } = await layOut({
    subject: "<script>alert(1)</script>",
    paragraphs: ['Ada <img src=x onerror="x"> & Co'],
    button: { label: "<b>go</b>", url: 'https://x.test/"><script>' },
    note: "it's",
  });
  expect(html).not.toMatch(/<script|<img|<b>/);
  expect(html).toContain("Ada &lt;img src=x onerror=&quot;x&quot;&gt; &amp; Co");
  expect(html).toContain("it&#x27;s");
  expect(text).toContain('Ada <img src=x onerror="x"> & Co');
});

test("a line break in a subject can not begin another header", async () => {
  const { subject } = await layOut({ subject: "Hello\r\nBcc: all@example.test", paragraphs: [], note: "" });
  expect(subject).toBe("Hello Bcc: all@example.test");
});

test.each(Object.entries(PAYLOADS))("%s says the same in text and HTML, with one button", async (name, payload) => {
  const template = findTemplate(name);
  const { subject, text, html } = await template!.compose(payload);
  expect(subject.length).toBeGreaterThan(5);
  expect(text).toContain(URL);
  expect(html.match(/border-radius:8px/g)).toHaveLength(1);
  expect(html).toContain(URL.replaceAll("&", "&amp;"));
  expect(html).toContain(`<title>${subject}</title>`);
});

test.each(Object.keys(PAYLOADS))("%s refuses a payload without its link", async (name) => {
  await expect(findTemplate(name)!.compose({ link: "not a url" })).rejects.toThrow(/invalid/i);
});

test("every letter with a one-time link is marked as holding a secret", () => {
  const secret = Object.entries(TEMPLATES).filter(([, { holdsSecret }]) => holdsSecret);
  expect(secret.map(([name]) => name).toSorted()).toEqual([
    "email-link",
    "reset-password",
    "seat-invitation",
    "verify-address",
  ]);
});

test("a name no letter has finds none, nor does one every object has", () => {
  expect(findTemplate("farewell")).toBeUndefined();
  expect(findTemplate("constructor")).toBeUndefined();
});
