import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { amount } from "@/lib/adapters/payments/field";
import { PAGE } from "@/lib/adapters/payments/paging";

const Dispute = z.object({ object: z.literal("dispute"), status: z.string(), amount });

/** While it is decided, and when it is lost, the money is with the payer. An inquiry has taken nothing. */
const TAKES = new Set(["needs_response", "under_review", "lost"]);

/** What banks have taken back of a payment, in its smallest unit. */
export async function readDisputed(payment_intent: string): Promise<number> {
  const disputes = await ask(z.array(Dispute), async (stripe) => {
    const page = await stripe.disputes.list({ payment_intent, limit: PAGE });
    return page.data;
  });
  return disputes.filter(({ status }) => TAKES.has(status)).reduce((sum, dispute) => sum + dispute.amount, 0);
}
