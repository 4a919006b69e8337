import { describe, expect, test } from "vitest";
import { DuplicateNotice } from "@/components/admin/duplicate-notice";
import { SubscriptionTable } from "@/components/admin/subscription-table";
import { aDuplicate } from "@/components/admin/testing/statement";
import { pageOf } from "@/components/ui/testing/page";

describe("subscriptions by plan and status", () => {
  const subscriptions = [
    { plan: "pro", status: "active", count: 7 },
    { plan: "pro", status: "canceled", count: 2 },
    { plan: null, status: "active", count: 1 },
  ] as const;

  test("add up in both directions", () => {
    expect(pageOf(<SubscriptionTable subscriptions={[...subscriptions]} />).rows).toEqual([
      ["Plan", "Active", "Ended", "Together"],
      ["Pro", "7", "2", "9"],
      ["None of ours", "1", "0", "1"],
      ["Together", "8", "2", "10"],
    ]);
  });

  test("say of each figure which row and which column it is in", () => {
    const scopes = pageOf(<SubscriptionTable subscriptions={[...subscriptions]} />)
      .all("th")
      .map((head) => (head as { scope?: string }).scope);
    expect(scopes).toEqual(["col", "col", "col", "col", "row", "row", "row"]);
  });

  test("without any are not an empty table", () => {
    const { rows, text } = pageOf(<SubscriptionTable subscriptions={[]} />);
    expect(rows).toEqual([]);
    expect(text).toContain("No subscriptions yet");
  });
});

describe("people who are charged more than once", () => {
  const notice = (duplicates: ReturnType<typeof aDuplicate>[], locale = "en-US") =>
    pageOf(<DuplicateNotice duplicates={duplicates} locale={locale} />);

  test("on an ordinary day there is nothing to read", () => {
    expect(notice([]).html).toBe("");
  });

  test("are listed by person, with each subscription, which decides, and its id to find it at Stripe", () => {
    const { text } = notice([
      aDuplicate(),
      aDuplicate({
        subscriptionId: "sub_2",
        plan: "enterprise",
        status: "past_due",
        price: { amountMinor: 99_000, currency: "usd", interval: "year" },
        isPrimary: false,
      }),
    ]);
    expect(text).toContain("Problem: One person has more than one subscription");
    expect(text).toContain("ada@parley.test Pro, $19.00 a month, active (decides the plan) sub_1");
    expect(text).toContain("Enterprise, $990.00 a year, past due sub_2");
    expect(text.match(/decides the plan/g)).toHaveLength(1);
  });

  test("are counted as people, not as subscriptions, and each is named once", () => {
    const { text } = notice([
      aDuplicate(),
      aDuplicate({ email: "grace@parley.test", subscriptionId: "sub_3" }),
      aDuplicate({ subscriptionId: "sub_2" }),
    ]);
    expect(text).toContain("2 people have more than one subscription");
    expect(text.match(/ada@parley\.test/g)).toHaveLength(1);
  });

  test("with a plan or a status we do not know are shown all the same", () => {
    const { text } = notice([aDuplicate({ plan: "gold", status: "brand_new" })], "en-GB");
    expect(text).toContain("None of ours, US$19.00 a month, brand_new");
  });
});
