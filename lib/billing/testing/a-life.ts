import { startCheckout } from "@/lib/billing/checkout";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { sweepInbox } from "@/lib/billing/jobs";
import type { Viewer } from "@/lib/identity/schema";
import { runDueJobs } from "@/lib/jobs/worker";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { allJobs } from "@/lib/startup";

/** What a process does for somebody who subscribes, from the press of the button to the last job. */

export type Posted = { body: string; signature: string };

/** The page to pay on; none for who has paid. */
export async function wantedPage(viewer: Viewer): Promise<string | null> {
  try {
    return (await startCheckout(viewer, { plan: "pro", interval: "month" })).url;
  } catch (error) {
    if (error instanceof AppError && error.code === "already_subscribed") return null;
    throw error;
  }
}

/** Takes in what is posted, one after the other, and works off what that leads to. */
export async function workOff(posted: readonly Posted[], acknowledge: (id: string) => void): Promise<void> {
  for (const { body, signature } of posted) acknowledge((await receiveStripeEvent(body, signature)).id);
  // Its turn comes every five minutes.
  await sweepInbox(() => plusMs(now(), 11 * MINUTE_MS));
  await runDueJobs(allJobs());
}
