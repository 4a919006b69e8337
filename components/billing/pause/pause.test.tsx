import { describe, expect, test } from "vitest";
import { ColumnChange } from "@/components/billing/change/column-change";
import { LeaveForm } from "@/components/billing/change/leave-form";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { GoOnForm, goOnCall, goOnText } from "@/components/billing/pause/go-on-form";
import { PauseForm } from "@/components/billing/pause/pause-form";
import { PauseNotice } from "@/components/billing/pause/pause-notice";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";

const common = { actions: NO_ACTIONS, onClose: () => undefined, locale: "en-US" };
const buttonsOf = (page: ReturnType<typeof pageOf>) => page.all("button").map(({ text }) => text);

describe("a pause", () => {
  test("is chosen by months, and says what one keeps, loses, and pays after it", () => {
    const page = pageOf(<PauseForm changes={someChanges()} {...common} />);
    expect(page.text).toContain("You keep Enterprise until December 5, 2026. Then it pauses: nothing is charged");
    expect(page.text).toContain("1 month 2 months 3 months");
    expect(page.text).not.toContain("team");
    expect(page.all("input").filter((input) => "checked" in input)).toHaveLength(1);
    expect(buttonsOf(page)).toEqual(["Keep Enterprise", "Pause on December 5, 2026"]);
  });

  test("of a team says that it is everybody's", () => {
    const changes = someChanges();
    const team = { ...changes, held: { ...changes.held, seats: 3 } };
    expect(pageOf(<PauseForm changes={team} {...common} />).text).toContain("So is everybody in your team.");
  });

  test("is offered beside cancelling, and to who is about to cancel, only where it can be had", () => {
    const column = (canPause: boolean) =>
      buttonsOf(pageOf(<ColumnChange id="free" interval="month" changes={someChanges({ canPause })} {...common} />));
    expect(column(true)).toEqual(["Cancel Enterprise", "Pause Enterprise"]);
    expect(column(false)).toEqual(["Cancel Enterprise"]);
    const leaving = (canPause: boolean) => pageOf(<LeaveForm changes={someChanges({ canPause })} {...common} />).text;
    expect(leaving(true)).toContain("Only for a while? Pause Enterprise instead");
    expect(leaving(false)).not.toContain("Pause");
  });
});

describe("what is paused", () => {
  const paused = { from: DAY_OF_RENEWAL, until: new Date("2027-02-05T09:00:00Z") };

  test("is said with its days and the way back", () => {
    const page = pageOf(<PauseNotice changes={someChanges({ paused })} {...common} />);
    expect(page.text).toContain("Enterprise is paused from December 5, 2026 until February 5, 2027");
    expect(page.text).toContain("On February 5, 2027 it goes on by itself, and is charged again.");
    expect(buttonsOf(page)).toEqual(["Go on with Enterprise now"]);
  });

  test("and cancelled has the way back of what is cancelled alone", () => {
    const page = pageOf(<PauseNotice changes={someChanges({ paused, cancelAt: paused.until })} {...common} />);
    expect(page.text).not.toContain("goes on by itself");
    expect(buttonsOf(page)).toEqual([]);
  });

  test("is nothing to speak of where nothing is", () => {
    expect(pageOf(<PauseNotice changes={someChanges()} {...common} />).text).toBe("");
  });
});

describe("going on", () => {
  const quote = { dueMinor: 1_900, currency: "usd", renewsAt: DAY_OF_RENEWAL };

  test("is looked up before there is anything to say yes to", () => {
    expect(buttonsOf(pageOf(<GoOnForm name="Pro" {...common} />))).toEqual(["Not now"]);
  });

  test("says what it costs, on the button too; or that it costs nothing", () => {
    expect(goOnText({ name: "Pro", quote, locale: "en-US" })).toBe(
      "A new month of Pro begins today, for $19.00. It renews on December 5, 2026.",
    );
    expect(goOnCall(quote, "en-US")).toBe("Pay $19.00 now");
    const free = { ...quote, dueMinor: 0 };
    expect(goOnText({ name: "Pro", quote: free, locale: "en-US" })).toContain("Nothing is charged now");
    expect(goOnCall(free, "en-US")).toBe("Go on");
  });
});
