import "server-only";
import Stripe from "stripe";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { amount } from "@/lib/adapters/payments/field";
import { Wire as Subscription } from "@/lib/adapters/payments/subscription";
import { SECOND_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

type Noted = { metadata: Record<string, string> };

/** From now on invoices are made and taken back at once, until that moment. `metadata` is kept with the subscription. */
export async function pauseCollection(id: string, { resumesAt, metadata }: Noted & { resumesAt: Date }): Promise<void> {
  const resumes_at = Math.floor(resumesAt.getTime() / SECOND_MS);
  await ask(Subscription, (stripe) =>
    stripe.subscriptions.update(id, { pause_collection: { behavior: "void", resumes_at }, metadata }),
  );
}

/** From now on invoices are collected; nothing is charged for it. */
export async function collectAgain(id: string, { metadata }: Noted): Promise<void> {
  await ask(Subscription, (stripe) => stripe.subscriptions.update(id, { pause_collection: "", metadata }));
}

const Preview = z.object({ object: z.literal("invoice"), amount_due: amount, currency: z.string() });

/** What a whole new period costs that begins now, after discounts and credit. Changes nothing. */
export async function previewNewPeriod(subscription: string): Promise<{ dueMinor: number; currency: string }> {
  const { amount_due, currency } = await ask(Preview, (stripe) =>
    stripe.invoices.createPreview({
      subscription,
      subscription_details: { billing_cycle_anchor: { type: "now" }, proration_behavior: "none" },
    }),
  );
  return { dueMinor: amount_due, currency };
}

/**
 * Begins a whole new period now, pays for it and collects again: all of it or nothing.
 * @returns why the card was refused, and then nothing has changed; null when it was paid.
 */
export async function beginNewPeriod(
  id: string,
  { metadata, idempotencyKey }: Noted & { idempotencyKey: string },
): Promise<{ declineCode: string | null } | null> {
  try {
    await ask(Subscription, (stripe) =>
      stripe.subscriptions.update(
        id,
        {
          pause_collection: "",
          metadata,
          billing_cycle_anchor: { type: "now" },
          proration_behavior: "none",
          payment_behavior: "error_if_incomplete",
        },
        { idempotencyKey },
      ),
    );
    return null;
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : undefined;
    if (!(cause instanceof Stripe.errors.StripeCardError)) throw error;
    return { declineCode: cause.decline_code ?? cause.code ?? null };
  }
}
