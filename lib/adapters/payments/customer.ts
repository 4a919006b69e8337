import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { maybeIdOf, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const NO_FACE = { brand: null, last4: null, fingerprint: null, expMonth: null, expYear: null };
const Face = z
  .object({
    brand: maybeText,
    last4: maybeText,
    fingerprint: maybeText,
    exp_month: z.number().int().nullish(),
    exp_year: z.number().int().nullish(),
  })
  .transform(({ exp_month, exp_year, ...face }) => ({
    ...face,
    expMonth: exp_month ?? null,
    expYear: exp_year ?? null,
  }));

const Card = z
  .object({
    id: z.string(),
    object: z.literal("payment_method"),
    type: z.string(),
    card: Face.nullish().transform((face) => face ?? NO_FACE),
    livemode: z.boolean(),
    created: moment,
  })
  .transform(({ id, type, card, livemode, created }) => ({
    id,
    kind: type,
    ...card,
    /**
     * The same for the same number, whoever's customer has it. In test mode everybody pays with the same 4242 card, which
     * so tells nobody from anybody and has none.
     */
    fingerprint: !livemode && card.last4 === "4242" ? null : card.fingerprint,
    createdAt: created,
  }));

/** Of a deleted customer Stripe tells the id, and that it is deleted. */
export const Wire = z
  .object({
    id: z.string(),
    object: z.literal("customer"),
    deleted: z.boolean().optional(),
    invoice_settings: z.object({ default_payment_method: maybeIdOf }).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
  })
  .transform(({ id, deleted, invoice_settings, metadata }) => ({
    id,
    isDeleted: deleted === true,
    cardId: invoice_settings?.default_payment_method ?? null,
    /** Whom it was made for, if by us. */
    userId: metadata?.["userId"] ?? null,
  }));

export type RemoteCard = z.infer<typeof Card>;
export type RemoteCustomer = z.infer<typeof Wire>;

/** @throws AppError `not_found` when there never was such a customer. */
export function readCustomer(id: string): Promise<RemoteCustomer> {
  return ask(Wire, (stripe) => stripe.customers.retrieve(id));
}

export function findCustomer(id: string): Promise<RemoteCustomer | undefined> {
  return askMaybe(Wire, (stripe) => stripe.customers.retrieve(id));
}

/** Newest first. */
export function listCards(customer: string): Promise<RemoteCard[]> {
  return ask(z.array(Card), (stripe) =>
    stripe.customers.listPaymentMethods(customer, { limit: PAGE }).autoPagingToArray({ limit: PAGED_MOST }),
  );
}

/**
 * The same key again, also at the same time, gives the same customer. Nothing that may differ from one try to the
 * next is part of it: {@link describeCustomer} adds that.
 */
export async function createCustomer(userId: string, idempotencyKey: string): Promise<string> {
  const { id } = await ask(Wire, (stripe) => stripe.customers.create({ metadata: { userId } }, { idempotencyKey }));
  return id;
}

export async function describeCustomer(
  id: string,
  { email, name }: { email: string; name: string | null },
): Promise<void> {
  await ask(Wire, (stripe) => stripe.customers.update(id, { email, ...(name ? { name } : {}) }));
}
