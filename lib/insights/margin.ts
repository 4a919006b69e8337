import "server-only";
import { PlanId } from "@/lib/billing/schema";
import { marginOf, type Rates, ratesOf, revenueOf, revenueOfPerson } from "@/lib/insights/margin-sums";
import { lastMonths } from "@/lib/insights/movements";
import {
  type CostRow,
  findCosts,
  findDearest,
  findRevenueOf,
  type RevenueSum,
  sumCosts,
  sumRevenue,
} from "@/lib/insights/queries/margin";
import type { LossMaker, MarginMonth, MarginPlan, MarginView, ModelCost } from "@/lib/insights/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

const MONTHS_SHOWN = 12;
/** Losses are looked for among so many who cost most. */
const LOOKED_AT = 200;

type Asked = { month?: string | undefined; rates?: Rates };

/**
 * What is earned: what invoices and packs brought, less what went back, less what the models cost. Month by month over a
 * year, and for one month by plan, by model, and by who cost more than they paid. Cost is the ledger's: what was charged,
 * at the price book, and what was delivered beyond a hold. Months are UTC's; revenue counts when it was paid.
 */
export async function marginView({ month, rates = ratesOf() }: Asked = {}, now: Clock = clockNow): Promise<MarginView> {
  const months = lastMonths(now(), MONTHS_SHOWN);
  const shown = months.find((each) => each === month) ?? months.at(-1) ?? "";
  const since = firstDay(months[0] ?? shown);
  const [revenue, costs, rows, losses] = await Promise.all([
    sumRevenue(since),
    sumCosts(since),
    findCosts(shown),
    lossMakers(shown, rates),
  ]);
  return {
    month: shown,
    months: months.map((each) => monthOf(each, { revenue, costs, rates })),
    plans: plansOf(
      revenue.filter((sum) => sum.month === shown),
      { rows, rates },
    ),
    models: modelsOf(rows),
    losses,
  };
}

type Sums = { revenue: readonly RevenueSum[]; costs: readonly { month: string; costMicros: bigint }[]; rates: Rates };

function monthOf(month: string, { revenue, costs, rates }: Sums): MarginMonth {
  const cost = costs.find((each) => each.month === month)?.costMicros ?? 0n;
  const own = revenueOf(revenue.filter((sum) => sum.month === month));
  return { month, ...marginOf(own, cost, rates) };
}

/**
 * Packs, and what was paid with credits, are a line of their own, and so is what was paid with credit that was given, which
 * brought nothing: both are used under any plan.
 */
function plansOf(revenue: readonly RevenueSum[], { rows, rates }: { rows: readonly CostRow[]; rates: Rates }) {
  const lineOf = ({ plan, kind }: RevenueSum) => (kind === "packs" || kind === "packs_returned" ? "credits" : plan);
  const lines: { plan: MarginPlan["plan"]; costMicros: bigint }[] = [
    ...PlanId.options.map((plan) => ({
      plan,
      costMicros: sumOf(rows, (row) => (row.plan === plan ? costOf(row) - row.giftMicros - row.creditMicros : 0n)),
    })),
    { plan: "credits", costMicros: sumOf(rows, ({ creditMicros }) => creditMicros) },
    { plan: "gifts", costMicros: sumOf(rows, ({ giftMicros }) => giftMicros) },
    { plan: null, costMicros: 0n },
  ];
  return lines
    .map(({ plan, costMicros }): MarginPlan => {
      const own = revenueOf(revenue.filter((sum) => lineOf(sum) === plan));
      return { plan, ...marginOf(own, costMicros, rates) };
    })
    .filter((line) => line.revenue.length > 0 || line.costMicros > 0n);
}

function modelsOf(rows: readonly CostRow[]): ModelCost[] {
  return [...new Set(rows.map(({ model }) => model))]
    .map((model) => {
      const own = rows.filter((row) => row.model === model);
      return {
        model,
        calls: own.reduce((sum, { calls }) => sum + calls, 0),
        inputTokens: sumOf(own, ({ inputTokens }) => inputTokens),
        outputTokens: sumOf(own, ({ outputTokens }) => outputTokens),
        chargedMicros: sumOf(own, ({ chargedMicros }) => chargedMicros),
        overrunMicros: sumOf(own, ({ overrunMicros }) => overrunMicros),
      };
    })
    .toSorted((a, b) => Number(b.chargedMicros + b.overrunMicros - a.chargedMicros - a.overrunMicros));
}

/** Over a year, because who pays by the year pays once in it. Money in a currency without a rate can not be compared. */
async function lossMakers(month: string, rates: Rates): Promise<LossMaker[]> {
  const months = lastMonths(firstDay(month), MONTHS_SHOWN);
  const dearest = await findDearest(months, LOOKED_AT);
  const span = { since: firstDay(months[0] ?? month), until: monthAfter(month) };
  const paid = await findRevenueOf(
    dearest.map(({ userId }) => userId),
    span,
  );
  return dearest
    .map(({ userId, email, costMicros, yearCostMicros }) => {
      return { userId, email, costMicros, year: marginOf(revenueOfPerson(paid, userId), yearCostMicros, rates) };
    })
    .filter(({ year }) => year.netMicros < 0n && year.apart.length === 0)
    .toSorted((a, b) => Number(a.year.netMicros - b.year.netMicros));
}

export function firstDay(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** Where the month ends. */
export function monthAfter(month: string): Date {
  const at = firstDay(month);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}

function costOf({ chargedMicros, overrunMicros }: CostRow): bigint {
  return chargedMicros + overrunMicros;
}

function sumOf(rows: readonly CostRow[], amount: (row: CostRow) => bigint): bigint {
  return rows.reduce((sum, row) => sum + amount(row), 0n);
}
