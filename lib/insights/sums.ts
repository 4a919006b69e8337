import "server-only";
import { db } from "@/lib/db/client";
import { lockMending, mendSums, mendTallies } from "@/lib/insights/queries/recount";
import { foldSums, foldTallies } from "@/lib/insights/queries/sums";
import { MINUTE_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** A million invoices are counted again in seconds. */
const LIMITS = { timeout: 10 * MINUTE_MS, maxWait: MINUTE_MS };

/** The figures are sums of rows that are only added to; this makes one row of many, and changes no figure. */
export async function fold(): Promise<void> {
  await foldSums();
  await foldTallies();
}

/**
 * Counts every figure again from the rows that it is made of, and puts right what differs. That nothing ever does is
 * what the triggers are for, so it is told as an error.
 */
export async function mend(): Promise<{ mended: number }> {
  const mended = await db.$transaction(async (tx) => {
    await lockMending(tx);
    return (await mendSums(tx)) + (await mendTallies(tx));
  }, LIMITS);
  if (mended > 0) log.warn("figures.mended", { mended });
  await fold();
  return { mended };
}
