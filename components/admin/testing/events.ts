import { NOON } from "@/components/admin/testing/statement";
import type { CopyCheck, CopyFinding, CopyHealth, WebhookHealth } from "@/lib/insights/schema";

/** What the page of events is given by the server, for tests. */

export function aCopy(changes: Partial<CopyHealth> = {}): CopyHealth {
  return { state: "clean", drift: 0, repaired: 0, ageMs: 12 * 60_000, error: null, progress: null, ...changes };
}

export function aCheck(changes: Partial<CopyCheck> = {}): CopyCheck {
  return {
    id: "run_1",
    status: "complete",
    startedById: null,
    eventsFound: 0,
    checked: 200,
    drift: 0,
    repaired: 0,
    error: null,
    startedAt: NOON,
    ...changes,
  };
}

export function aFinding(changes: Partial<CopyFinding> = {}): CopyFinding {
  return {
    id: "finding_1",
    customerId: "cus_1",
    subject: "subscriptions",
    rowId: "sub_1",
    columns: ["status"],
    repaired: true,
    createdAt: NOON,
    ...changes,
  };
}

export function aWebhookHealth(changes: Partial<WebhookHealth> = {}): WebhookHealth {
  return {
    asOf: NOON,
    lastHour: 0,
    open: { count: 0, oldestReceivedAt: null },
    failed: 0,
    dead: 0,
    copy: aCopy(),
    runs: [],
    findings: [],
    ...changes,
  };
}
