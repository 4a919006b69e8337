import "server-only";
import { db, Prisma } from "@/lib/db/client";
import { onlyRow, statement } from "@/lib/db/statement";
import { admission, refusalSql } from "@/lib/usage/admission";
import type { AdmissionRequest, RefusalReason } from "@/lib/usage/admission-request";
import type { Price } from "@/lib/usage/models-file";
import { requestTaken, type TakenRow } from "@/lib/usage/pace";
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
export async function insertHold(request: HoldRequest): Promise<HoldTry> {
  const { tables, columns } = holding(request);
  return triedOf(await onlyRow<HoldRow>(Prisma.sql`WITH ${tables} SELECT ${columns}`));
}

/** `stands` is an SQL condition: where it does not hold, nothing is taken and nothing is held. */
type Turn = { key: string; stands: Prisma.Sql | undefined };
type HeldInTurn = { stood: boolean; turn: TakenRow; held: HoldTry };

/** The same for who must have a request left in the minute's bucket `key`, and takes it: that, too, in the one statement. */
export async function insertHoldInTurn({ key, stands }: Turn, request: HoldRequest): Promise<HeldInTurn> {
  const { userId, now, wallNow, rules } = request;
  const when = Prisma.sql`(SELECT holds FROM standing)`;
  const { throttle, columns: turnColumns } = requestTaken({ key, userId, now, wallNow, when }, rules.plans);
  const { tables, columns } = holding({ ...request, when: Prisma.sql`EXISTS (SELECT FROM throttle)` });
  const row = await onlyRow<TakenRow & HoldRow & { stood: boolean }>(Prisma.sql`
    WITH standing AS MATERIALIZED (SELECT ${stands ?? Prisma.sql`TRUE`} AS holds), ${throttle}, ${tables}
    SELECT (SELECT holds FROM standing) AS stood, ${turnColumns}, ${columns}`);
  return { stood: row.stood, turn: row, held: triedOf(row) };
}

type HoldRow = Hold & { reason: RefusalReason | null };

function holding({ promptTokens, countsInCrowd, ...request }: HoldRequest) {
  const { quote, booking } = admission({ ...request, promptTokens: Prisma.sql`${promptTokens}::int` });
  const isCrowded = countsInCrowd ? Prisma.sql`COALESCE((SELECT is_full FROM crowd), FALSE)` : Prisma.sql`FALSE`;
  return {
    tables: Prisma.sql`${quote}, ${booking(Prisma.sql`NOT ${isCrowded}`)}`,
    columns: Prisma.sql`CASE WHEN ${isCrowded} THEN 'crowded' ELSE ${refusalSql()} END AS reason,
      (SELECT amount_micros FROM quote) AS "amountMicros", (SELECT max_output_tokens::int FROM quote) AS "maxOutputTokens"`,
  };
}

function triedOf({ reason, amountMicros, maxOutputTokens }: HoldRow): HoldTry {
  return reason === null ? { hold: { amountMicros, maxOutputTokens } } : { hold: undefined, reason };
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
