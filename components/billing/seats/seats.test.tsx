import { describe, expect, test } from "vitest";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { Invitation } from "@/components/billing/seats/invitation";
import { LeaveTeamForm } from "@/components/billing/seats/leave-team-form";
import { Membership } from "@/components/billing/seats/membership";
import { losersText } from "@/components/billing/seats/seat-words";
import { FewerForm, SeatsForm } from "@/components/billing/seats/seats-form";
import { SeatsSection } from "@/components/billing/seats/seats-section";
import { pageOf } from "@/components/ui/testing/page";
import type { MemberView, TeamView } from "@/lib/billing/seats/schema";

const never = () => Promise.reject(new Error("Nothing is pressed here"));
const action = () => Promise.resolve(undefined);
const actions = { ...NO_ACTIONS, invite: action, takeBack: never, remove: never, leave: never };
const close = () => undefined;

const grace: MemberView = {
  id: "01930000-0000-7000-8000-000000000001",
  email: "grace@people.test",
  name: "Grace",
  takenAt: DAY_OF_RENEWAL,
  hasSeat: true,
};

function aTeam(changes: Partial<TeamView> = {}): TeamView {
  return { seats: 3, planned: null, free: 1, hurdle: null, members: [grace], invitations: [], ...changes };
}

function section(team: TeamView, changes = someChanges()) {
  const page = pageOf(<SeatsSection team={team} changes={changes} actions={actions} locale="en-US" />);
  return { ...page, buttons: page.all("button").map(({ text }) => text) };
}

describe("a team", () => {
  test("says who has a seat, and lets more be offered and bought", () => {
    const { text, buttons } = section(aTeam());
    expect(text).toContain("2 of 3 seats are taken, yours among them.");
    expect(text).toContain("grace@people.test Grace");
    expect(buttons).toEqual(["Change seats", "Take out: grace@people.test", "Send the offer"]);
  });

  test("of one is told what seats are for, and is offered nothing where none is free", () => {
    const { text, buttons } = section(aTeam({ seats: 1, free: 0, members: [] }));
    expect(text).toContain("You have the one seat.");
    expect(buttons).toEqual(["Change seats"]);
  });

  test("has more members than seats: who has none is marked", () => {
    const { text } = section(aTeam({ seats: 1, free: 0, members: [{ ...grace, hasSeat: false }] }));
    expect(text).toContain("No seat paid for");
  });

  test("has offers that stand, and offers that are over", () => {
    const offer = { id: grace.id, email: "kay@people.test", expiresAt: DAY_OF_RENEWAL, isOver: false };
    const { text, buttons } = section(aTeam({ members: [], invitations: [offer] }));
    expect(text).toContain("kay@people.test Until December 5, 2026 Offered");
    expect(buttons).toContain("Take back: kay@people.test");
    const over = section(aTeam({ members: [], invitations: [{ ...offer, isOver: true }] }));
    expect(over.text).toContain("Offer is over");
    expect(over.buttons).toContain("Remove: kay@people.test");
  });

  test("can not be made bigger while something stands in the way, and says what", () => {
    const { text, buttons } = section(aTeam({ hurdle: "A payment is missing." }));
    expect(text).toContain("A payment is missing.");
    expect(buttons).toEqual(["Take out: grace@people.test"]);
    expect(section(aTeam(), someChanges({ options: [] })).buttons).not.toContain("Change seats");
  });

  test("says what whoever takes a seat that was left has of it", () => {
    expect(section(aTeam()).text).toContain("who takes a seat that somebody left has what they left of it");
  });
});

describe("another number of seats", () => {
  const common = { actions, onClose: close, locale: "en-US", changes: someChanges() };
  const held = { ...someChanges().held, seats: 3 };

  test("is asked for with one more than there are", () => {
    const { all, text } = pageOf(<SeatsForm team={aTeam()} {...common} />);
    expect(all("input")).toMatchObject([{ value: "4" }]);
    expect(text).toContain("You have 3 now, your own among them.");
  });

  test("that is smaller says when, for how much, and who loses theirs", () => {
    const changes = someChanges({ held });
    const { text, all } = pageOf(<FewerForm seats={1} team={aTeam()} {...common} changes={changes} />);
    expect(text).toContain(
      "You keep 3 seats until December 5, 2026, and nothing is charged today. From then on there is 1 seat, for $99.00 a month.",
    );
    expect(text).toContain("Then the one who joined last loses their seat, unless you take others out before.");
    expect(all("button").map((button) => button.text)).toEqual(["Keep it as it is", "Change on December 5, 2026"]);
  });

  test("takes from nobody as long as there is room", () => {
    expect(losersText(2, aTeam())).toBeUndefined();
    expect(losersText(1, aTeam({ members: [grace, grace] }))).toMatch(/^Then the 2 who joined last lose theirs/);
  });
});

describe("a member", () => {
  const membership = { id: grace.id, owner: "Ada", paysToo: null };

  test("sees whose team it is, and the way out of it asks first", () => {
    const { text, all, html } = pageOf(<Membership membership={membership} actions={actions} />);
    expect(text).toContain("Ada's team Your seat is paid for by them. They do not see your chats.");
    expect(all("button").map((button) => button.text)).toEqual(["Leave the team"]);
    expect(html).not.toContain("another invitation");
    const form = pageOf(<LeaveTeamForm actions={actions} onClose={close} paysToo={null} />);
    expect(form.text).toContain("You are on Free at once, and your whole history stays open.");
  });

  test("who pays besides is told so, and what is left when they leave", () => {
    const paying = { ...membership, paysToo: "Pro" };
    expect(pageOf(<Membership membership={paying} actions={actions} />).text).toContain("You also pay for Pro");
    const form = pageOf(<LeaveTeamForm actions={actions} onClose={close} paysToo="Pro" />);
    expect(form.text).toContain("You are on Pro at once");
  });
});

describe("a mailed offer", () => {
  const view = (found: Parameters<typeof Invitation>[0]["found"]) =>
    pageOf(<Invitation found={found} token="secret" email="me@people.test" action={action} />);

  test("is taken by a press, never by looking", () => {
    const { text, html, all } = view({ kind: "open", owner: "Ada" });
    expect(text).toContain("Ada pays for Enterprise for a team, and offers you a seat in it.");
    expect(html).toMatch(/<input type="hidden" name="token" value="secret"/u);
    expect(all("button").map((button) => button.text)).toEqual(["Take the seat"]);
  });

  test.each([
    ["wrong", "You are signed in as me@people.test."],
    ["over", "Ask for a new one."],
    ["member", "You have a seat"],
  ] as const)("that is %s has nothing to press, and says why", (kind, words) => {
    const { text, all } = view(kind === "wrong" ? { kind, owner: "Ada" } : { kind });
    expect(text).toContain(words);
    expect(all("button")).toEqual([]);
  });
});
