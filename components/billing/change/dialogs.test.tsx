import { describe, expect, test } from "vitest";
import { LaterForm } from "@/components/billing/change/later-form";
import { LeaveForm } from "@/components/billing/change/leave-form";
import { QuoteForm } from "@/components/billing/change/quote-form";
import { QuoteView } from "@/components/billing/change/quote-view";
import { aQuote, NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { pageOf } from "@/components/ui/testing/page";

const close = () => undefined;
const common = { actions: NO_ACTIONS, onClose: close, locale: "en-US" };

describe("a quote", () => {
  test("lists what is billed and given back, and what that comes to", () => {
    const { text } = pageOf(<QuoteView quote={aQuote()} locale="en-US" />);
    expect(text).toBe(
      "Unused time on Pro -$9.53 Remaining time on Enterprise $49.65 To pay now $40.12 Then $99.00 a month, next on December 5, 2026.",
    );
  });

  test("is waited for without anything to say yes to", () => {
    const { text, all } = pageOf(<QuoteForm wish={{ plan: "enterprise", interval: "month" }} {...common} />);
    expect(text).toContain("Loading what it costs…");
    expect(all("button").map((button) => button.text)).toEqual(["Not now"]);
  });
});

test("a change for later names its day on the button", () => {
  const changes = someChanges();
  const { all } = pageOf(<LaterForm option={changes.options[0]!} changes={changes} {...common} />);
  expect(all("button").map(({ text }) => text)).toEqual(["Keep it as it is", "Switch on December 5, 2026"]);
});

describe("who leaves", () => {
  test("reads what they keep and until when, and is asked why without having to say", () => {
    const { text, all, html } = pageOf(<LeaveForm changes={someChanges()} {...common} />);
    expect(text).toContain("You keep Enterprise until December 5, 2026. After that you are on Free");
    expect(text).toContain("Pro is $19.00 a month.");
    expect(html.match(/type="radio"/g)).toHaveLength(8);
    expect(all("input").some((input) => "required" in input || "checked" in input)).toBe(false);
    expect(all("button").map((button) => button.text)).toEqual([
      "Switch to Pro instead",
      "Keep Enterprise",
      "Cancel Enterprise",
    ]);
  });

  test("is offered nothing where there is nothing smaller", () => {
    const changes = someChanges({ options: [] });
    expect(pageOf(<LeaveForm changes={changes} {...common} />).text).not.toContain("instead");
  });
});
