import "server-only";
import Stripe from "stripe";
import { z } from "zod";
import { ask, stripe } from "@/lib/adapters/payments/connection";
import { AppError } from "@/lib/platform/errors";

const Answer = z.object({
  livemode: z.boolean(),
  lastResponse: z.object({
    apiVersion: z.string().optional(),
    headers: z.looseObject({ date: z.string().optional() }),
  }),
});

/** Whether Stripe knows our key, and what it says of itself; `away` when it can not be reached or answers nonsense. */
export type Reach =
  | { state: "reached"; livemode: boolean; apiVersion: string | null; at: Date | null }
  | { state: "refused" | "away"; reason: string };

/** Asks for the one thing every account has, and every full key may see. Never throws for what Stripe answers. */
export async function reachAccount(connection: Stripe = stripe): Promise<Reach> {
  try {
    const { livemode, lastResponse } = await ask(Answer, async () => {
      const balance = await connection.balance.retrieve();
      // It does not show when the object is copied.
      return { livemode: balance.livemode, lastResponse: balance.lastResponse };
    });
    return {
      state: "reached",
      livemode,
      apiVersion: lastResponse.apiVersion ?? null,
      at: lastResponse.headers.date === undefined ? null : new Date(lastResponse.headers.date),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { cause } = error;
    const isRefused =
      cause instanceof Stripe.errors.StripeAuthenticationError || cause instanceof Stripe.errors.StripePermissionError;
    return { state: isRefused ? "refused" : "away", reason: cause instanceof Error ? cause.message : error.message };
  }
}
