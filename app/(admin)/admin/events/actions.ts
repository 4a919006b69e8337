"use server";

import { refresh } from "next/cache";
import { askForReconcile } from "@/lib/billing/reconcile/schedule";
import { replayEvent, replayUnapplied } from "@/lib/billing/replay";
import { formAction, NoInput } from "@/lib/http/form";
import { requireAdmin } from "@/lib/http/visitor";
import { EventId } from "@/lib/insights/schema";

export const checkNow = formAction(NoInput, async () => {
  await askForReconcile(await requireAdmin());
  refresh();
});

export const replay = formAction(EventId, async ({ eventId }) => {
  await replayEvent(await requireAdmin(), eventId);
  refresh();
});

export const replayFailed = formAction(NoInput, async () => {
  await replayUnapplied(await requireAdmin());
  refresh();
});
