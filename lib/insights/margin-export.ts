import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { firstDay, monthAfter } from "@/lib/insights/margin";
import { revenueOfPerson } from "@/lib/insights/margin-sums";
import { findPeopleCosts, findRevenueOf, type PersonMonth } from "@/lib/insights/queries/margin";
import type { Revenue } from "@/lib/insights/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { csvLine } from "@/lib/platform/csv";
import { minorDigits } from "@/lib/platform/money";

/** So many people are in memory at a time. */
const PAGE = 1_000;

type Asked = { month: string; pageSize?: number };

/**
 * Who paid and cost what in a month: a line a person and currency, what they cost beside dollars. Who took it along is on
 * record before the first row is read.
 */
export async function marginFile(admin: Viewer, { month, pageSize = PAGE }: Asked, now: Clock = clockNow) {
  await recordAudit(db, { actorId: admin.id, action: "figures.exported", detail: { table: "margin", month } }, now);
  return { name: `parley-margin-${month}.csv`, lines: linesOf(month, pageSize) };
}

const HEAD = [
  "month",
  "user_id",
  "email",
  "currency",
  "decimals",
  "invoices_minor",
  "refunded_minor",
  "packs_minor",
  "packs_returned_minor",
  "cost_micro_usd",
];

/** A piece a page of people; who neither paid nor cost anything is left out. */
async function* linesOf(month: string, take: number): AsyncGenerator<string, void> {
  yield csvLine(HEAD);
  const span = { since: firstDay(month), until: monthAfter(month) };
  let after: string | undefined;
  do {
    const people = await findPeopleCosts(month, { after, take });
    const paid = await findRevenueOf(
      people.map(({ userId }) => userId),
      span,
    );
    const lines = people.flatMap((person) => personLines(month, person, revenueOfPerson(paid, person.userId)));
    if (lines.length > 0) yield lines.join("");
    after = people.at(-1)?.userId;
  } while (after !== undefined);
}

const NO_DOLLARS = { currency: "usd", invoicesMinor: 0, refundedMinor: 0, packsMinor: 0, packsReturnedMinor: 0 };

function personLines(month: string, { userId, email, costMicros }: PersonMonth, paid: Revenue[]): string[] {
  const hasDollars = costMicros === 0n || paid.some(({ currency }) => currency === "usd");
  return (hasDollars ? paid : [NO_DOLLARS, ...paid]).map(({ currency, ...each }) =>
    csvLine([
      month,
      userId,
      email,
      currency,
      minorDigits(currency),
      each.invoicesMinor,
      each.refundedMinor,
      each.packsMinor,
      each.packsReturnedMinor,
      currency === "usd" ? costMicros : 0n,
    ]),
  );
}
