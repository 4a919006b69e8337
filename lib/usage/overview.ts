import "server-only";
import { type ModelClass, PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { exactNumber } from "@/lib/platform/money";
import { allowanceFor } from "@/lib/usage/allowance";
import { models } from "@/lib/usage/catalogue";
import { creditsOf } from "@/lib/usage/credits";
import { findClassTokens, findCycleUse } from "@/lib/usage/queries/overview";
import {
  type ClassTokens,
  type Credit,
  type CycleUse,
  type UsageOverview,
  UsageReport,
  type UseSum,
} from "@/lib/usage/schema";

/** What a person has, holds and used in the cycle that runs. */
export async function usageOverview(userId: string, now: Clock = clockNow): Promise<UsageOverview> {
  const [allowance, credits] = await Promise.all([allowanceFor(userId, now), creditsOf(userId, now)]);
  const { startsAt } = allowance.period;
  const [uses, counts] = await Promise.all([findCycleUse(userId, startsAt), findClassTokens(userId, startsAt)]);
  return { allowance, credits, uses, classTokens: classTokensOf(allowance.plan, new Map(counts)) };
}

const MODEL_CLASSES = ["standard", "advanced"] as const satisfies readonly ModelClass[];

function classTokensOf(plan: PlanId, used: ReadonlyMap<string, bigint>): ClassTokens[] {
  const { cycleTokens } = PLANS[plan].grants;
  return MODEL_CLASSES.flatMap((modelClass) => {
    const limitTokens = cycleTokens[modelClass];
    return limitTokens === undefined
      ? []
      : [{ modelClass, usedTokens: exactNumber(used.get(modelClass) ?? 0n), limitTokens }];
  });
}

/** The same figures as programs read them. */
export async function usageReport(userId: string, now: Clock = clockNow): Promise<UsageReport> {
  const { allowance, credits, uses, classTokens } = await usageOverview(userId, now);
  const used = totalOf(uses);
  const { allowanceMicros: _granted, cycleTokens, ...grants } = PLANS[allowance.plan].grants;
  return UsageReport.parse({
    plan: allowance.plan,
    period: { startsAt: wire(allowance.period.startsAt), endsAt: wire(allowance.period.endsAt) },
    resetsAt: wire(allowance.resetsAt),
    limits: {
      ...grants,
      allowanceMicros: exactNumber(allowance.grantedMicros),
      cycleTokens: Object.fromEntries(Object.entries(cycleTokens).map(([name, tokens]) => [name, tokens ?? null])),
    },
    used: {
      micros: exactNumber(allowance.usedMicros),
      giftMicros: exactNumber(used.giftMicros),
      creditMicros: exactNumber(used.creditMicros),
      byClass: byClass(uses),
    },
    classTokens: classTokens.map(({ modelClass, ...tokens }) => ({ class: modelClass, ...tokens })),
    reserved: { micros: exactNumber(allowance.reservedMicros) },
    remaining: {
      micros: exactNumber(allowance.remainingMicros),
      giftMicros: exactNumber(allowance.giftMicros),
      creditMicros: exactNumber(allowance.creditMicros),
    },
    gifts: credits
      .filter(({ isGift }) => isGift)
      .map((gift) => ({ givenMicros: exactNumber(gift.grantedMicros), ...leftOf(gift) })),
    credits: credits
      .filter(({ isGift }) => !isGift)
      .map((bought) => ({ boughtMicros: exactNumber(bought.grantedMicros), ...leftOf(bought) })),
  });
}

function leftOf({ leftMicros, expiresAt }: Credit) {
  return { leftMicros: exactNumber(leftMicros), expiresAt: wire(expiresAt) };
}

const NO_USE: UseSum = {
  receipts: 0,
  inputTokens: 0n,
  cachedInputTokens: 0n,
  outputTokens: 0n,
  reasoningTokens: 0n,
  embeddingTokens: 0n,
  chargedMicros: 0n,
  giftMicros: 0n,
  creditMicros: 0n,
  overrunMicros: 0n,
};

export function totalOf(uses: readonly UseSum[]): UseSum {
  return uses.reduce<UseSum>(
    (sum, use) => ({
      receipts: sum.receipts + use.receipts,
      inputTokens: sum.inputTokens + use.inputTokens,
      cachedInputTokens: sum.cachedInputTokens + use.cachedInputTokens,
      outputTokens: sum.outputTokens + use.outputTokens,
      reasoningTokens: sum.reasoningTokens + use.reasoningTokens,
      embeddingTokens: sum.embeddingTokens + use.embeddingTokens,
      chargedMicros: sum.chargedMicros + use.chargedMicros,
      giftMicros: sum.giftMicros + use.giftMicros,
      creditMicros: sum.creditMicros + use.creditMicros,
      overrunMicros: sum.overrunMicros + use.overrunMicros,
    }),
    NO_USE,
  );
}

/** Sums of those that are alike, in the order in which each kind comes first. */
export function sumsBy<Name extends string>(uses: readonly CycleUse[], nameOf: (use: CycleUse) => Name) {
  const names = [...new Set(uses.map(nameOf))];
  return names.map((name) => ({ name, ...totalOf(uses.filter((use) => nameOf(use) === name)) }));
}

function byClass(uses: readonly CycleUse[]) {
  const classes = new Map(models().map((model) => [model.id, model.class]));
  return sumsBy(uses, ({ model }) => classes.get(model) ?? "other").map(({ name, ...sum }) => ({
    class: name,
    receipts: sum.receipts,
    inputTokens: exactNumber(sum.inputTokens),
    cachedInputTokens: exactNumber(sum.cachedInputTokens),
    outputTokens: exactNumber(sum.outputTokens),
    reasoningTokens: exactNumber(sum.reasoningTokens),
    embeddingTokens: exactNumber(sum.embeddingTokens),
    chargedMicros: exactNumber(sum.chargedMicros),
  }));
}

function wire(at: Date): string {
  return at.toISOString();
}
