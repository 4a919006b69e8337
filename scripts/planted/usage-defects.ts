import type { Defect } from "./defect";

/** Figures that are off, or somebody else's, on what shows use and margin. */
const LIST = "lib/usage/receipts-list.test.ts";
const STATEMENTS = "lib/usage/statements.test.ts";
const OVERVIEW = "lib/usage/overview.test.ts";
const PAPERS = "lib/usage/statement-papers.test.ts";
const DRAWS = "lib/usage/credit-draws.test.ts";
const MARGIN = "lib/insights/margin.test.ts";

export const USAGE_DEFECTS: readonly Defect[] = [
  {
    name: "a page of receipts begins with the last one of the page before",
    file: "lib/usage/queries/receipts.ts",
    find: "(created_at, id) < (${before.at}",
    replace: "(created_at, id) <= (${before.at}",
    tests: [LIST],
  },
  {
    name: "receipts of the hour in which a page ended are lost",
    file: "lib/usage/queries/receipts.ts",
    find: "starts_at <= ${before.at}",
    replace: "starts_at <= ${before.at}::timestamptz - interval '1 hour' AND starts_at <= ${before.at}",
    tests: [LIST],
  },
  {
    name: "the last day of a choice is left out",
    file: "lib/usage/receipts.ts",
    find: "startOfDay(dayAfter(to), zone)",
    replace: "startOfDay(to, zone)",
    tests: [LIST],
  },
  {
    name: "a choice's days are those of UTC",
    file: "lib/usage/receipts.ts",
    find: "startOfDay(from, zone)",
    replace: 'startOfDay(from, "UTC")',
    tests: [LIST],
  },
  {
    name: "days begin an hour off where the clocks were changed",
    file: "lib/platform/zones.ts",
    find: "[asUtc - DAY_MS, asUtc + DAY_MS]",
    replace: "[asUtc, asUtc]",
    tests: ["lib/platform/zones.test.ts"],
  },
  {
    name: "what was paid with credits counts as used of the allowance",
    file: "lib/usage/statements.ts",
    find: "const used = total.chargedMicros - total.giftMicros - total.creditMicros;",
    replace: "const used = total.chargedMicros - total.giftMicros;",
    tests: [STATEMENTS],
  },
  {
    name: "anybody's statement can be read",
    file: "lib/usage/queries/statements.ts",
    find: "WHERE user_id = ${userId}::uuid AND kind = 'allowance' ORDER BY starts_at",
    replace: "WHERE ${userId}::uuid IS NOT NULL AND kind = 'allowance' ORDER BY starts_at",
    tests: [STATEMENTS, "app/api/usage"],
  },
  {
    name: "a refund of credits makes them more",
    file: "lib/usage/statements.ts",
    find: '-sum("revoke")',
    replace: 'sum("revoke")',
    tests: [STATEMENTS],
  },
  {
    name: "an ended cycle's rest is still left",
    file: "lib/usage/statements.ts",
    find: "isRunning ? balanceMicros : 0n",
    replace: "balanceMicros",
    tests: [STATEMENTS],
  },
  {
    name: "a paper rounds to the cent",
    file: "lib/platform/money.ts",
    find: "least: 6, most: 6",
    replace: "least: 2, most: 2",
    tests: [PAPERS, "lib/platform/money.test.ts"],
  },
  {
    name: "models that do not fit on a paper's page are lost",
    file: "lib/usage/statement-pdf.ts",
    find: "if (y > BOTTOM - ROW) y = ",
    replace: "if (y > BOTTOM - ROW) break;\n    if (y < 0) y = ",
    tests: [PAPERS],
  },
  {
    name: "the API calls what is held used",
    file: "lib/usage/overview.ts",
    find: "micros: exactNumber(allowance.usedMicros)",
    replace: "micros: Number(allowance.usedMicros + allowance.reservedMicros)",
    tests: [OVERVIEW],
  },
  {
    name: "the refund of a pack is taken off twice",
    file: "lib/insights/queries/margin.ts",
    find: "AND p.refunded_minor > 0 AND ${NOT_A_PACK}",
    replace: "AND p.refunded_minor > 0",
    tests: [MARGIN],
  },
  {
    name: "what was bought is drawn on before what was given",
    file: "lib/usage/credit-draws.ts",
    find: "purse_of.kind = 'credit', purse_of.ends_at",
    replace: "purse_of.kind <> 'credit', purse_of.ends_at",
    tests: [DRAWS],
  },
  {
    name: "a gift is worth nothing where the plan stops",
    file: "lib/usage/credit-draws.ts",
    find: "FROM credits_beside(${userId}::uuid, ${now}::timestamptz, ${boughtWhen})",
    replace: "FROM credits_beside(${userId}::uuid, ${now}::timestamptz, ${boughtWhen}) WHERE ${boughtWhen}",
    tests: ["lib/usage/when-spent.test.ts"],
  },
  {
    name: "what a hold gives back of gifts is reckoned as if they were the allowance",
    file: "lib/usage/credit-draws.ts",
    find: "(amount_micros - gift_micros - credit_micros)",
    replace: "(amount_micros - credit_micros)",
    tests: [DRAWS],
  },
  {
    name: "what comes back of a gift that was taken back is theirs again",
    file: "lib/usage/gifts.ts",
    find: "dueBackMicros: grantedMicros - balanceMicros",
    replace: "dueBackMicros: 0n",
    tests: ["lib/usage/gifts.test.ts"],
  },
  {
    name: "anybody's gift can be taken back in another one's name",
    file: "lib/usage/gifts.ts",
    find: 'if (gift?.userId !== userId) throw new AppError("not_found");',
    replace: 'if (gift === undefined) throw new AppError("not_found");',
    tests: ["lib/usage/gifts.test.ts"],
  },
  {
    name: "what was paid with a gift counts as the plan's cost too",
    file: "lib/insights/margin.ts",
    find: "costOf(row) - row.giftMicros - row.creditMicros",
    replace: "costOf(row) - row.creditMicros",
    tests: [MARGIN],
  },
  {
    name: "money in a currency without a rate counts as dollars",
    file: "lib/insights/margin-sums.ts",
    find: "const rate = rates.get(each.currency);",
    replace: "const rate = rates.get(each.currency) ?? 1_000_000n;",
    tests: [MARGIN],
  },
  {
    name: "what the operator bore is no cost",
    file: "lib/insights/margin.ts",
    find: "return chargedMicros + overrunMicros;",
    replace: "return chargedMicros + 0n * overrunMicros;",
    tests: [MARGIN],
  },
];
