import "server-only";
import { db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import { admission, refusalSql } from "@/lib/usage/admission";
import type { AdmissionRequest, RefusalReason } from "@/lib/usage/admission-request";
import type { Price } from "@/lib/usage/models-file";
import { type SettlementRequest, settlement } from "@/lib/usage/settlement";

export type HoldRequest = Omit<AdmissionRequest, "promptTokens"> & {
  promptTokens: number;
  /** Refused where as many answers are under way as the plan writes at once. */
  countsInCrowd?: boolean;
};
export type Hold = { amountMicros: bigint; maxOutputTokens: number };
export type HoldTry = { hold: Hold } | { hold: undefined; reason: RefusalReason };
export type HoldTerms = { promptTokens: number; price: Price & { model: string } };
export type Ended = { settledMicros: bigint; overrunMicros: bigint };
export type Receipt = { inputTokens: number; outputTokens: number; settledMicros: bigint };

/**
 * Holds, or says why not, in one statement.
 * @throws a unique violation for a source that was admitted before.
 */
export async function insertHold({ promptTokens, countsInCrowd, ...request }: HoldRequest): Promise<HoldTry> {
  const { quote, booking } = admission({ ...request, promptTokens: Prisma.sql`${promptTokens}::int` });
  const isCrowded = countsInCrowd ? Prisma.sql`COALESCE((SELECT is_full FROM crowd), FALSE)` : Prisma.sql`FALSE`;
  const rows = await statement<Hold & { reason: RefusalReason | null }>(Prisma.sql`
    WITH ${quote}, ${booking(Prisma.sql`NOT ${isCrowded}`)}
    SELECT CASE WHEN ${isCrowded} THEN 'crowded' ELSE ${refusalSql()} END AS reason,
      (SELECT amount_micros FROM quote) AS "amountMicros", (SELECT max_output_tokens::int FROM quote) AS "maxOutputTokens"`);
  const [row] = rows;
  if (!row) throw new Error("A statement without a table returned no row");
  const { reason, ...hold } = row;
  return reason === null ? { hold } : { hold: undefined, reason };
}

/** Nothing when the hold had ended before. */
export async function endHold(request: SettlementRequest): Promise<Ended | undefined> {
  const { purse, ending } = settlement(request);
  const rows = await statement<Ended>(Prisma.sql`
    WITH ${purse}, ${ending(Prisma.sql`TRUE`)}
    SELECT settled_micros AS "settledMicros", overrun_micros AS "overrunMicros" FROM ended`);
  return rows[0];
}

export function findExpiredHolds(wallNow: Date, limit: number): Promise<{ userId: string; sourceId: string }[]> {
  return db.$queryRaw`
    SELECT user_id::text AS "userId", source_id AS "sourceId" FROM reservations
    WHERE status = 'held' AND expires_at <= ${wallNow}::timestamptz
    ORDER BY expires_at LIMIT ${limit}::int`;
}

/** What a source was promised, and at which price. */
export async function findPromise(userId: string, sourceId: string): Promise<HoldTerms | undefined> {
  const row = await db.reservation.findUnique({
    where: { sourceId, userId },
    select: { promptTokens: true, price: true },
  });
  return row ?? undefined;
}

/** What a source was charged; nothing while it is held, or when it was released. */
export function findReceipts(
  userId: string,
  sourceIds: readonly string[],
): Promise<(Receipt & { sourceId: string })[]> {
  return db.$queryRaw`
    SELECT reservations.source_id AS "sourceId",
      input_tokens AS "inputTokens", output_tokens AS "outputTokens", settled_micros AS "settledMicros"
    FROM reservations JOIN ledger_transfers transfer ON transfer.reservation_id = reservations.id
    WHERE reservations.user_id = ${userId}::uuid AND reservations.source_id = ANY(${sourceIds}::text[])
      AND transfer.kind = 'settle'`;
}
