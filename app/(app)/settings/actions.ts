"use server";

import { redirect } from "next/navigation";
import { formAction, NoInput } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";
import { signOut, startSession } from "@/lib/identity/auth";
import { requestEmailLink } from "@/lib/identity/mail-requests";
import * as password from "@/lib/identity/new-password";
import { ChangePassword } from "@/lib/identity/schema";
import { closeEverySession } from "@/lib/identity/sessions";

export const changePassword = formAction(ChangePassword, async (input, caller) => {
  const viewer = await requireUser();
  const { entry } = await password.changePassword(viewer, input, { caller });
  await startSession(entry);
});

export const signOutEverywhere = formAction(NoInput, async () => {
  await closeEverySession(await requireUser());
  await signOut({ redirect: false });
  redirect("/sign-in");
});

/** Another letter to an address that waits for its proof. */
export const resendVerification = formAction(NoInput, async (_input, caller) => {
  const { email } = await requireUser();
  await requestEmailLink({ email }, { caller });
});
