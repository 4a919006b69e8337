import { describe, expect, test } from "vitest";
import { ActForm } from "@/components/admin/act-dialog";
import { CustomerActs } from "@/components/admin/customer-acts";
import { aStory, aSubscriptionView } from "@/components/admin/testing/story";
import { aPayment } from "@/components/admin/testing/statement";
import { pageOf } from "@/components/ui/testing/page";
import type { CustomerStory } from "@/lib/insights/schema";

const action = () => Promise.resolve(undefined);

function acts(changes: Partial<CustomerStory>) {
  const page = pageOf(
    <CustomerActs
      story={aStory(changes)}
      locale="en-US"
      {...{
        refund: action,
        cancel: action,
        extendTrial: action,
        comp: action,
        compPlan: action,
        giveCredit: action,
        takeCreditBack: action,
      }}
    />,
  );
  return { ...page, buttons: page.all("button").map(({ text }) => text) };
}

describe("what an operator can do", () => {
  test("is to give a plan, or credit, where there is nothing else to do", () => {
    const over = aSubscriptionView({ status: "canceled" });
    const spent = [aPayment({ refundedMinor: 1_900 }), aPayment({ status: "requires_payment_method" })];
    expect(acts({ subscriptions: [over], payments: spent }).buttons).toEqual(["Give a plan", "Give credit"]);
    expect(acts({}).buttons).toEqual(["Give a plan", "Give credit"]);
  });

  test.each(["past_due", "unpaid", "paused", "trialing", "of-tomorrow"])(
    "to somebody whose subscription is %s is not to give another",
    (status) => {
      const { buttons } = acts({ subscriptions: [aSubscriptionView({ status })] });
      expect(buttons).not.toContain("Give a plan");
      expect(buttons).not.toContain("Give months");
    },
  );

  test("to a running subscription is to cancel it; to a trial also to extend it; to one that ends, not twice", () => {
    expect(acts({ subscriptions: [aSubscriptionView()] }).buttons).toEqual([
      "Give months",
      "Cancel at period end",
      "Cancel now",
      "Give credit",
    ]);
    expect(acts({ subscriptions: [aSubscriptionView({ status: "trialing" })] }).buttons).toEqual([
      "Extend trial",
      "Cancel at period end",
      "Cancel now",
      "Give credit",
    ]);
    const ending = aSubscriptionView({ cancelAt: new Date("2026-12-01Z") });
    expect(acts({ subscriptions: [ending] }).buttons).toEqual(["Cancel now", "Give credit"]);
  });

  test("to what is paid by the year, sold by somebody else, or given already, is not to give months of it", () => {
    const { price } = aSubscriptionView();
    for (const change of [{ price: { ...price, interval: "year" } }, { plan: null }, { givenUntil: new Date() }]) {
      expect(acts({ subscriptions: [aSubscriptionView(change)] }).buttons).not.toContain("Give months");
    }
  });

  test("to a plan that was given is to give more days of it, and it is called given", () => {
    const until = new Date("2026-12-01Z");
    const gift = aSubscriptionView({ status: "trialing", givenUntil: until, cancelAt: until });
    const { buttons, text } = acts({ subscriptions: [gift] });
    expect(buttons).toEqual(["Give more days", "Cancel now", "Give credit"]);
    expect(text).toContain("Pro, given");
  });

  test("to a payment is to refund what is left of it", () => {
    expect(acts({ payments: [aPayment({ refundedMinor: 900 })] }).buttons).toContain("Refund");
  });

  test("to what was given is to take back what is left of it", () => {
    const gift = { isGift: true, grantedMicros: 5_000_000n, expiresAt: new Date("2027-03-03T12:00:00Z") };
    const gifts = [
      { id: "one", leftMicros: 1_250_000n, ...gift },
      { id: "two", leftMicros: 5_000_000n, ...gift },
    ];
    const { buttons, text } = acts({ gifts });
    expect(buttons).toEqual(["Give a plan", "Give credit", "Take back", "Take back"]);
    expect(text).toContain("Credit of $5.00, $1.25 left until March 3, 2027");
  });

  test("asks first: nothing is sent by the first press", () => {
    expect(acts({ subscriptions: [aSubscriptionView()], payments: [aPayment()] }).html).not.toContain("<form");
  });
});

describe("the window that asks", () => {
  const view = (
    <ActForm
      action={action}
      words="It goes back."
      confirm="Refund"
      isDangerous
      about={{ userId: "u", paymentId: "pi_1" }}
      close={() => undefined}
    />
  );

  test("says what happens, wants a reason, and sends what it is about with a key of its own", () => {
    const { text, html } = pageOf(view);
    expect(text).toContain("It goes back.");
    expect(text).toContain("Why");
    for (const [name, value] of [
      ["userId", "u"],
      ["paymentId", "pi_1"],
      ["actId", "[0-9a-f-]{36}"],
    ]) {
      expect(html).toMatch(new RegExp(`<input type="hidden" name="${name}" value="${value}"`, "u"));
    }
  });

  test("has another key each time it is opened", () => {
    const keyOf = () => /name="actId" value="([^"]+)"/u.exec(pageOf(view).html)?.[1];
    expect(keyOf()).not.toBe(keyOf());
  });
});
