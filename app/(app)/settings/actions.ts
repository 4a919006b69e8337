"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction, NoInput } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";
import { signOut, startSession } from "@/lib/identity/auth";
import * as password from "@/lib/identity/new-password";
import * as people from "@/lib/identity/people";
import { ChangeName, ChangePassword } from "@/lib/identity/schema";
import { closeEverySession } from "@/lib/identity/sessions";
import { leave } from "@/lib/privacy/leave";
import { DeleteAccount } from "@/lib/privacy/schema";

export const changeName = formAction(ChangeName, async (input, caller) => {
  await people.changeName(await requireUser(), input, { caller });
  // The sidebar has it too.
  refresh();
});

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

export const deleteAccount = formAction(DeleteAccount, async (input) => {
  await leave(await requireUser(), input);
  await signOut({ redirect: false });
  redirect("/");
});
