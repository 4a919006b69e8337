import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { describe, expect, test } from "vitest";
import { EventCopy } from "@/components/admin/event-copy";
import { EventLog } from "@/components/admin/event-log";
import { EventWebhooks } from "@/components/admin/event-webhooks";
import { EventWhole } from "@/components/admin/event-whole";
import { aCheck, aCopy, aFinding, aWebhookHealth } from "@/components/admin/testing/events";
import { anEvent, NOON } from "@/components/admin/testing/statement";
import { pageOf } from "@/components/ui/testing/page";
import { STILL_ROUTER } from "@/components/ui/testing/still-router";
import type { EventState } from "@/lib/billing/schema";
import type { CopyCheck, CopyFinding, CopyHealth } from "@/lib/insights/schema";

const action = () => Promise.resolve(undefined);

type Given = { copy?: CopyHealth; runs?: CopyCheck[]; findings?: CopyFinding[] };

function copyPage({ copy = aCopy(), runs = [], findings = [] }: Given = {}) {
  return pageOf(
    <AppRouterContext value={STILL_ROUTER}>
      <EventCopy copy={copy} runs={runs} findings={findings} locale="en-GB" checkNow={action} />
    </AppRouterContext>,
  );
}

describe("our copy of Stripe", () => {
  test("is told in a line that is read out when it changes, with a button to check now", () => {
    const page = copyPage();
    expect(page.text).toContain("Drift: 0, checked 12 minutes ago");
    expect(page.html).toMatch(/<p aria-live="polite"[^>]*>Drift: 0/u);
    expect(page.all("button")).toMatchObject([{ text: "Check now", type: "submit" }]);
    expect(page.rows).toEqual([]);
  });

  test("while it is being checked says how far, and offers no second check", () => {
    const page = copyPage({ copy: aCopy({ state: "running", progress: { checked: 50, total: 200 } }) });
    expect(page.text).toContain("Checking: 50 of 200 customers");
    expect(page.all("button")).toEqual([]);
  });

  test("after a failure says what was in the way, and what happens next", () => {
    const page = copyPage({ copy: aCopy({ state: "failed", error: "Stripe did not answer" }) });
    expect(page.text).toContain("Stripe did not answer");
    expect(page.text).toContain("tried again within ten minutes");
  });

  test("lists the last checks and what differed", () => {
    const page = copyPage({
      runs: [aCheck({ drift: 1, repaired: 1, eventsFound: 3, startedById: "person" }), aCheck({ id: "run_2" })],
      findings: [aFinding({ columns: ["plan", "status"] }), aFinding({ id: "2", columns: [], repaired: false })],
    });
    expect(page.rows).toEqual([
      ["Begun", "Outcome", "Customers", "Drift", "Repaired", "Events found", "Begun by"],
      ["21 Nov 2026, 12:00", "Repaired", "200", "1", "1", "3", "An admin"],
      ["21 Nov 2026, 12:00", "No drift", "200", "0", "0", "0", "Schedule"],
      ["Found", "Row", "Columns", "State"],
      ["21 Nov 2026, 12:00", "subscriptions sub_1 of cus_1", "plan, status", "Repaired"],
      ["21 Nov 2026, 12:00", "subscriptions sub_1 of cus_1", "The whole row", "Not repaired"],
    ]);
  });
});

describe("webhooks", () => {
  const webhooks = (changes = {}) => pageOf(<EventWebhooks health={aWebhookHealth(changes)} replayFailed={action} />);

  test("that all arrived say so, and there is nothing to replay", () => {
    const page = webhooks({ lastHour: 1 });
    expect(page.text).toContain("In the last hour 1 event Not applied yet None");
    expect(page.all("button")).toEqual([]);
  });

  test("that wait or failed are counted, with how long, and can be replayed", () => {
    const open = { count: 2, oldestReceivedAt: new Date(NOON.getTime() - 7_200_000) };
    const page = webhooks({ open, failed: 1, dead: 1 });
    expect(page.text).toContain("2 events, the oldest for 2 hours");
    expect(page.all("button")).toMatchObject([{ text: "Replay all that failed" }]);
  });
});

describe("the log", () => {
  const log = (state?: EventState, nextId: string | null = null, events = [anEvent()]) =>
    pageOf(<EventLog page={{ events, nextId }} state={state} locale="en-GB" />);

  test("leads to each event, to each state, and on to what is older in the same state", () => {
    const { links } = log("dead", "evt_1");
    expect(links).toMatchObject({
      All: "/admin/events",
      Waiting: "/admin/events?state=received",
      "Given up": "/admin/events?state=dead",
      evt_1: "/admin/events/evt_1",
      "Older events": "/admin/events?state=dead&after=evt_1",
    });
  });

  test("marks the state that is shown, and no other", () => {
    const marked = log("failed")
      .all("a")
      .filter((link) => "aria-current" in link);
    expect(marked).toMatchObject([{ text: "Failed, tried again" }]);
  });

  test("at the end there is nothing older to go to, and without events it says so", () => {
    expect(Object.keys(log().links)).not.toContain("Older events");
    expect(log("dead", null, []).text).toContain("No such events");
  });
});

describe("one event", () => {
  const whole = (changes = {}) =>
    pageOf(<EventWhole event={{ ...anEvent(changes), payload: '{ "name": "•••" }' }} locale="en-GB" replay={action} />);

  test("says what became of it, why, and what was in it", () => {
    const { text } = whole({ state: "dead", attempts: 11, reason: "No answer", appliedAt: null });
    expect(text).toContain("State Given up Why No answer Tries 11 Customer cus_1");
    expect(text).not.toContain("Applied ");
    expect(text).toContain('{ "name": "•••" }');
  });

  test("is replayed by its id", () => {
    const page = whole();
    expect(page.html).toContain('<input type="hidden" name="eventId" value="evt_1"/>');
    expect(page.all("button")).toMatchObject([{ text: "Replay" }]);
  });

  test("can not write into the page", () => {
    expect(whole({ reason: "<img src=x onerror=alert(1)>" }).html).not.toContain("<img");
  });
});
