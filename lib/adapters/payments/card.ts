import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { maybeIdOf } from "@/lib/adapters/payments/field";
import { AppError } from "@/lib/platform/errors";

const Card = z.object({ object: z.literal("payment_method"), customer: maybeIdOf });

/** Takes a card off its customer, so that it can not be charged any more. One that is off already stays so. */
export async function detachCard(id: string): Promise<void> {
  try {
    await ask(Card, (stripe) => stripe.paymentMethods.detach(id));
  } catch (error) {
    if (!(error instanceof AppError && error.code === "internal")) throw error;
    const { customer } = await ask(Card, (stripe) => stripe.paymentMethods.retrieve(id));
    if (customer) throw error;
  }
}
