import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { Origin, ReceiptView } from "@/lib/usage/schema";

export type ReceiptChoice = {
  model?: string | undefined;
  origin?: Origin | undefined;
  keyId?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
};
/** A receipt's place in the list. */
export type Place = { at: Date; id: string };
export type ReceiptRow = Omit<ReceiptView, "key"> & { keyId: string | null; keyName: string | null };

/**
 * Receipts, the newest first, from a place on. The page is read from the index that holds only receipts: the millionth
 * costs what the first does. Where a model or a purpose is chosen, the sums of hours tell in which hours to look, so that
 * what is rare among a million is found as soon.
 */
export function findReceiptPage(
  userId: string,
  { choice, before, take }: { choice: ReceiptChoice; before: Place | undefined; take: number },
): Promise<ReceiptRow[]> {
  const page = hasAnIndex(choice)
    ? newest(userId, { choice, before, take })
    : newestByHour(userId, { choice, before, take });
  return db.$queryRaw`
    SELECT receipt.id::text AS id, receipt.created_at AS at, origin::text AS origin, model, api_key_id::text AS "keyId", name AS "keyName",
      input_tokens AS "inputTokens", cached_input_tokens AS "cachedInputTokens", output_tokens AS "outputTokens",
      reasoning_tokens AS "reasoningTokens", embedding_tokens AS "embeddingTokens", image_tokens AS "imageTokens",
      estimated, charged_micros AS "chargedMicros", overrun_micros AS "overrunMicros"
    FROM (${page}) receipt LEFT JOIN api_keys key ON key.id = api_key_id AND key.user_id = ${userId}::uuid
    ORDER BY receipt.created_at DESC, receipt.id DESC`;
}

/** The keys that were ever used, by name; of those that are gone only the id is left. */
export function findUsedKeys(userId: string): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw`
    SELECT id::text AS id, name FROM api_keys WHERE user_id = ${userId}::uuid ORDER BY name, id`;
}

/** The models that a person's receipts name: their sums are few, and their receipts many. */
export async function findUsedModels(userId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ model: string }[]>`
    SELECT DISTINCT model FROM usage_cycles WHERE account_id IN (
      SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'allowance'
    ) ORDER BY model`;
  return rows.map(({ model }) => model);
}

type Pages = { choice: ReceiptChoice; before: Place | undefined; take: number };

/** Of all receipts, and of those of a key, which have all the same purpose, there is an index in their order. */
function hasAnIndex({ model, origin, keyId }: ReceiptChoice): boolean {
  return model === undefined && (origin === undefined || keyId !== undefined);
}

function newest(userId: string, { choice, before, take }: Pages): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM ledger_transfers
    WHERE user_id = ${userId}::uuid AND kind = 'settle' AND ${isChosen(choice, before)}
    ORDER BY created_at DESC, id DESC LIMIT ${take}::int`;
}

function newestByHour(userId: string, { choice, before, take }: Pages): Prisma.Sql {
  const { model, origin, since, until } = choice;
  return Prisma.sql`
    SELECT found.* FROM (
      SELECT DISTINCT starts_at FROM usage_hours
      WHERE user_id = ${userId}::uuid AND ${all([
        model !== undefined && Prisma.sql`model = ${model}`,
        origin !== undefined && Prisma.sql`origin = ${origin}::interaction_kind`,
        since && Prisma.sql`starts_at > ${since}::timestamptz - interval '1 hour'`,
        until && Prisma.sql`starts_at < ${until}::timestamptz`,
        before && Prisma.sql`starts_at <= ${before.at}::timestamptz`,
      ])}
      ORDER BY starts_at DESC
    ) hour CROSS JOIN LATERAL (
      SELECT * FROM ledger_transfers
      WHERE user_id = ${userId}::uuid AND kind = 'settle'
        AND created_at >= hour.starts_at AND created_at < hour.starts_at + interval '1 hour' AND ${isChosen(choice, before)}
      ORDER BY created_at DESC, id DESC LIMIT ${take}::int
    ) found
    ORDER BY hour.starts_at DESC, found.created_at DESC, found.id DESC LIMIT ${take}::int`;
}

function isChosen({ model, origin, keyId, since, until }: ReceiptChoice, before: Place | undefined): Prisma.Sql {
  return all([
    model !== undefined && Prisma.sql`model = ${model}`,
    origin !== undefined && Prisma.sql`origin = ${origin}::interaction_kind`,
    keyId !== undefined && Prisma.sql`api_key_id = ${keyId}::uuid`,
    since && Prisma.sql`created_at >= ${since}::timestamptz`,
    until && Prisma.sql`created_at < ${until}::timestamptz`,
    before && Prisma.sql`(created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`,
  ]);
}

function all(conditions: (Prisma.Sql | false | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition instanceof Prisma.Sql);
  return given.length === 0 ? Prisma.sql`TRUE` : Prisma.join(given, " AND ");
}
