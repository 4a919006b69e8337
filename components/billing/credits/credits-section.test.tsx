import { describe, expect, test } from "vitest";
import { CreditsSection } from "@/components/billing/credits/credits-section";
import { pageOf } from "@/components/ui/testing/page";

const unused = () => Promise.reject(new Error("Nobody pressed"));
const CARD = { brand: "visa", last4: "4242", expMonth: 12, expYear: 2030 };
const LEFT = [
  {
    id: "pi_1",
    isGift: false,
    grantedMicros: 3_000_000n,
    leftMicros: 1_250_000n,
    expiresAt: new Date("2027-03-03T00:00:00Z"),
  },
  {
    id: "pi_2",
    isGift: false,
    grantedMicros: 35_000_000n,
    leftMicros: 35_000_000n,
    expiresAt: new Date("2027-05-05T00:00:00Z"),
  },
];

function section(changes: Partial<Parameters<typeof CreditsSection>[0]> = {}) {
  return pageOf(<CreditsSection credits={[]} currency="usd" card={CARD} buy={unused} locale="en-US" {...changes} />);
}

describe("credits", () => {
  test("are told as a sum and one by one, with the day each ends", () => {
    const { text } = section({ credits: LEFT });
    expect(text).toContain("$36.25 $1.25 of $3.00, until March 3, 2027 $35.00 of $35.00, until May 5, 2027");
  });

  test("from us are called so", () => {
    const gift = { id: "act", isGift: true, grantedMicros: 3_000_000n, leftMicros: 1_250_000n };
    const { text } = section({ credits: [{ ...gift, expiresAt: new Date("2027-01-01T12:00:00Z") }, ...LEFT.slice(1)] });
    expect(text).toContain("Credit from us: $1.25 of $3.00, until January 1, 2027 $35.00 of $35.00");
  });

  test("are bought for a round price of one's own currency, with the saved card", () => {
    const { text, all } = section({ currency: "gbp", locale: "en-GB" });
    expect(text).toContain("£4 £17 £43 Other");
    expect(text).toContain("Brings US$13.00 of model use, for 12 months.");
    expect(all("button").map((button) => button.text)).toEqual(["Pay £17.00 with the card •••• 4242"]);
  });

  test("without a saved card are paid on Stripe's page", () => {
    const { all } = section({ card: null });
    expect(all("button").map((button) => button.text)).toEqual(["Pay $20.00 on Stripe’s page"]);
  });

  test("that nobody has are not listed, and can be linked to", () => {
    const { html } = section();
    expect(html).not.toContain("<ul");
    expect(html).toContain('id="credits"');
  });
});
