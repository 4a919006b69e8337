import "server-only";
import { Prisma } from "@/lib/db/client";
import type { AdmissionRequest } from "@/lib/usage/admission-request";
import { tokensCovered } from "@/lib/usage/admission-plans";
import { HELD_OF_ALL } from "@/lib/usage/queries/spend";

const NOTHING = Prisma.sql`NULL::bigint`;

/**
 * `bounds`: one row of what is left under each limit beside the person's balances, NULL where there is none. Comes after
 * `purse` and `allowance`, whose locks make the person's own exact.
 *
 * - `key_micros`: of the budget of the key that asks.
 * - `person_micros`: of the person's ceiling of the day: what was settled since midnight (UTC) and all that is held count.
 * - `global_micros`: of the ceiling of all. What was settled counts, and what was held a second ago, five at most; what others
 *   are admitted at this very moment does not, so it may be exceeded by that.
 * - `left_tokens`: of the model's class in this cycle.
 */
export function boundsOf(request: AdmissionRequest): Prisma.Sql {
  const { userId, apiKey, model, rules, now } = request;
  const { personMicros, globalMicros } = rules.ceilings;
  const midnight = personMicros === undefined && globalMicros === undefined ? null : `${dayOf(now)}T00:00:00Z`;
  return Prisma.sql`bounds AS MATERIALIZED (
    SELECT ${budgetLeft(request)} AS key_micros, ${personLeft(request)} AS person_micros,
      ${globalLeft(request)} AS global_micros, ${tokensLeft(request)} AS left_tokens
    FROM allowance CROSS JOIN LATERAL bound_counts(${userId}::uuid, allowance.id, ${model.class}, ${midnight}::timestamptz,
      ${apiKey?.budgetMicros === undefined ? null : apiKey.id}::uuid) AS count
  )`;
}

function budgetLeft({ apiKey }: AdmissionRequest): Prisma.Sql {
  if (apiKey?.budgetMicros === undefined) return NOTHING;
  return Prisma.sql`${apiKey.budgetMicros}::bigint - count.key_micros`;
}

function personLeft({ rules }: AdmissionRequest): Prisma.Sql {
  const { personMicros } = rules.ceilings;
  if (personMicros === undefined) return NOTHING;
  return Prisma.sql`${personMicros}::bigint - (SELECT balance_micros FROM purse) - count.person_micros`;
}

function globalLeft({ rules }: AdmissionRequest): Prisma.Sql {
  const { ceilings, heldMicros } = rules;
  if (ceilings.globalMicros === undefined) return NOTHING;
  const left =
    heldMicros === undefined
      ? Prisma.sql`${ceilings.globalMicros}::bigint - (${HELD_OF_ALL})`
      : Prisma.sql`${ceilings.globalMicros - heldMicros}::bigint`;
  return Prisma.sql`${left} - count.global_micros`;
}

function tokensLeft({ model, rules }: AdmissionRequest): Prisma.Sql {
  const covered = tokensCovered(model.class, rules.plans);
  return covered === undefined ? NOTHING : Prisma.sql`${covered} - count.class_tokens`;
}

/** The day in UTC, as the ceilings count it. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
