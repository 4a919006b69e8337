import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { amount, idOf, maybeIdOf, maybeMoment, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const Line = z
  .object({ period: z.object({ start: moment, end: moment }) })
  .transform(({ period }) => ({ startsAt: period.start, endsAt: period.end }));

export const Wire = z
  .object({
    id: z.string(),
    object: z.literal("invoice"),
    customer: idOf,
    parent: z.object({ subscription_details: z.object({ subscription: maybeIdOf }).nullish() }).nullish(),
    number: maybeText,
    status: maybeText,
    billing_reason: maybeText,
    currency: z.string(),
    total: amount,
    amount_due: amount,
    amount_paid: amount,
    amount_remaining: amount,
    attempt_count: z.number().int(),
    next_payment_attempt: maybeMoment,
    lines: z.object({ data: z.array(Line) }),
    status_transitions: z.object({ finalized_at: maybeMoment, paid_at: maybeMoment }),
    hosted_invoice_url: maybeText,
    invoice_pdf: maybeText,
    payments: z.object({ data: z.array(z.object({ payment: z.object({ payment_intent: maybeIdOf }) })) }).nullish(),
    livemode: z.boolean(),
    created: moment,
  })
  .transform((wire) => ({
    id: wire.id,
    customerId: wire.customer,
    subscriptionId: wire.parent?.subscription_details?.subscription ?? null,
    number: wire.number,
    status: wire.status ?? "draft",
    billingReason: wire.billing_reason,
    currency: wire.currency,
    totalMinor: wire.total,
    amountDueMinor: wire.amount_due,
    amountPaidMinor: wire.amount_paid,
    amountRemainingMinor: wire.amount_remaining,
    attemptCount: wire.attempt_count,
    nextAttemptAt: wire.next_payment_attempt,
    /** Of the line that reaches furthest: the invoice's own period is the one before. */
    period: wire.lines.data.toSorted((a, b) => b.endsAt.getTime() - a.endsAt.getTime())[0] ?? null,
    finalizedAt: wire.status_transitions.finalized_at,
    paidAt: wire.status_transitions.paid_at,
    hostedUrl: wire.hosted_invoice_url,
    pdfUrl: wire.invoice_pdf,
    paymentIds: (wire.payments?.data ?? []).flatMap(({ payment }) => payment.payment_intent ?? []),
    livemode: wire.livemode,
    createdAt: wire.created,
  }));

export type RemoteInvoice = z.infer<typeof Wire>;

export function listInvoices(customer: string): Promise<RemoteInvoice[]> {
  return ask(z.array(Wire), (stripe) =>
    stripe.invoices.list({ customer, limit: PAGE, expand: ["data.payments"] }).autoPagingToArray({ limit: PAGED_MOST }),
  );
}

export function findInvoice(id: string): Promise<RemoteInvoice | undefined> {
  return askMaybe(Wire, (stripe) => stripe.invoices.retrieve(id, { expand: ["payments"] }));
}
