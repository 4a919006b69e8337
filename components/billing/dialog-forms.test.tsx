import { describe, expect, test } from "vitest";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { DialogButton } from "@/components/billing/dialog-button";
import { type AskedForm, DialogForm } from "@/components/billing/dialog-forms";
import { pageOf } from "@/components/ui/testing/page";

const changes = someChanges();
const option = changes.options[0]!;
const leave = () => Promise.reject(new Error("Nothing is pressed here"));
const given = { changes, actions: NO_ACTIONS, locale: "en-US" };
const team = { seats: 3, planned: null, free: 2, hurdle: null, members: [], invitations: [] };

const FORMS: [AskedForm, string[]][] = [
  [{ form: "quote", given: { ...given, wish: option } }, ["Not now"]],
  [{ form: "later", given: { ...given, option } }, ["Keep it as it is", "Switch on December 5, 2026"]],
  [{ form: "leave", given }, ["Switch to Pro instead", "Keep Enterprise", "Cancel Enterprise"]],
  [{ form: "pause", given }, ["Keep Enterprise", "Pause on December 5, 2026"]],
  [{ form: "goOn", given: { ...given, name: "Pro" } }, ["Not now"]],
  [{ form: "seats", given: { ...given, team } }, ["Not now", "See the price"]],
  [{ form: "leaveTeam", given: { actions: { leave }, paysToo: null } }, ["Stay", "Leave the team"]],
];

describe("a dialog of the billing page", () => {
  test.each(FORMS)("asks what it was opened for: $form", (asked, buttons) => {
    const { all } = pageOf(<DialogForm asked={asked} onClose={() => undefined} />);
    expect(all("button").map(({ text }) => text)).toEqual(buttons);
  });

  test("is closed at first, behind a button that is not busy", () => {
    const page = pageOf(
      <DialogButton title="Cancel Enterprise" asked={{ form: "leave", given }}>
        Leave
      </DialogButton>,
    );
    expect(page.all("button")).toMatchObject([{ text: "Leave", "aria-busy": "false" }]);
    expect(page.html).not.toContain("Why are you leaving?");
    expect(page.html).not.toContain("<dialog open");
  });
});
