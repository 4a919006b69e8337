"use server";

import { refresh } from "next/cache";
import { inviteToSeat, takeBackInvitation } from "@/lib/billing/seats/invite";
import { leaveTeam, removeMember } from "@/lib/billing/seats/leave";
import { Chosen } from "@/lib/billing/seats/schema";
import { callAction } from "@/lib/http/call-action";
import { formAction, NoInput } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";
import { AskForMail } from "@/lib/identity/schema";

export const invite = formAction(AskForMail, async (input) => {
  await inviteToSeat(await requireUser(), input);
  refresh();
});

export const takeBack = callAction(Chosen, async (invitation) => {
  await takeBackInvitation(await requireUser(), invitation);
  refresh();
});

export const remove = callAction(Chosen, async (seat) => {
  await removeMember(await requireUser(), seat);
  refresh();
});

export const leave = callAction(NoInput, async () => {
  await leaveTeam(await requireUser());
  refresh();
});
