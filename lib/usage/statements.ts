import "server-only";
import { PlanId } from "@/lib/billing/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { totalOf } from "@/lib/usage/overview";
import {
  type CreditMove,
  type CycleRow,
  findCreditMoves,
  findCycles,
  findUseByCycle,
  type UseRow,
} from "@/lib/usage/queries/statements";
import type { Statement } from "@/lib/usage/schema";

/** A statement for each cycle, the newest first. Costs as much as there are cycles and purchases, not receipts. */
export async function statementsOf(userId: string, now: Clock = clockNow): Promise<Statement[]> {
  const [cycles, uses, moves] = await Promise.all([
    findCycles(userId),
    findUseByCycle(userId),
    findCreditMoves(userId),
  ]);
  return statementsFrom({ cycles, uses, moves }, now()).toReversed();
}

/** @throws AppError `not_found` for what is no cycle of theirs. */
export async function statementOf(userId: string, id: string, now: Clock = clockNow): Promise<Statement> {
  const statement = (await statementsOf(userId, now)).find((each) => each.id === id);
  if (!statement) throw new AppError("not_found");
  return statement;
}

type Books = { cycles: readonly CycleRow[]; uses: readonly UseRow[]; moves: readonly CreditMove[] };

/**
 * The statements of a person's books, the oldest first; each begins with the gifts and credits that the one before ended with.
 * Use belongs to the cycle whose hold it was; what was bought or taken, to the last cycle that had begun by then. Pure.
 */
export function statementsFrom({ cycles, uses, moves }: Books, now: Date): Statement[] {
  let opening = { gift: 0n, credit: 0n };
  return cycles.map((cycle, index) => {
    const ofCycle = uses.filter(({ cycleId }) => cycleId === cycle.id).map(({ cycleId: _id, ...use }) => use);
    const total = totalOf(ofCycle);
    const within = moves.filter(({ at }) => isWithin(at, { cycles, index }));
    const [given, bought] = [within.filter(({ isGift }) => isGift), within.filter(({ isGift }) => !isGift)];
    const gifts = giftsFrom(opening.gift, { within: given, used: total.giftMicros, held: cycle.heldGiftMicros });
    const credits = creditsFrom(opening.credit, {
      within: bought,
      used: total.creditMicros,
      held: cycle.heldCreditMicros,
    });
    opening = { gift: gifts.closing, credit: credits.closing };
    const isRunning = cycle.endsAt > now;
    const used = total.chargedMicros - total.giftMicros - total.creditMicros;
    return {
      id: cycle.id,
      plan: PlanId.parse(cycle.plan),
      period: { startsAt: cycle.startsAt, endsAt: cycle.endsAt },
      isRunning,
      allowance: allowanceFrom(cycle, { used, isRunning }),
      gifts,
      credits,
      uses: ofCycle,
      total,
    };
  });
}

function isWithin(at: Date, { cycles, index }: { cycles: readonly CycleRow[]; index: number }): boolean {
  const next = cycles[index + 1];
  return (index === 0 || at >= (cycles[index]?.startsAt ?? at)) && (next === undefined || at < next.startsAt);
}

/** An allowance is not carried over: what an ended cycle has left is gone, wherever it stands in the books. */
function allowanceFrom(
  { grantedMicros: granted, heldMicros: held, balanceMicros }: CycleRow,
  { used, isRunning }: { used: bigint; isRunning: boolean },
): Statement["allowance"] {
  const closing = isRunning ? balanceMicros : 0n;
  return { granted, used, held, lapsed: granted - used - held - closing, closing };
}

type CreditFlows = { within: readonly CreditMove[]; used: bigint; held: bigint };

function creditsFrom(opening: bigint, { within, used, held }: CreditFlows): Statement["credits"] {
  const sum = (kind: CreditMove["kind"]) =>
    within.reduce((total, move) => total + (move.kind === kind ? move.micros : 0n), 0n);
  const [bought, paidBack, lapsed] = [sum("grant"), -sum("revoke"), -sum("lapse")];
  return { opening, bought, used, held, paidBack, lapsed, closing: opening + bought - used - held - paidBack - lapsed };
}

function giftsFrom(opening: bigint, flows: CreditFlows): Statement["gifts"] {
  const { bought: given, paidBack: takenBack, ...rest } = creditsFrom(opening, flows);
  return { ...rest, given, takenBack };
}
