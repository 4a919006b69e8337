"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { formAction, NoInput } from "@/lib/http/form";
import { signIn as authSignIn, signOut as authSignOut, startSession } from "@/lib/identity/auth";
import * as mail from "@/lib/identity/mail-requests";
import * as password from "@/lib/identity/new-password";
import { returnPath } from "@/lib/identity/return-path";
import { AskForMail, ResetPassword, SignIn, SignInWith, SignUp, UseLink } from "@/lib/identity/schema";
import { signUpCookie } from "@/lib/identity/session-cookie";
import { signInWithPassword } from "@/lib/identity/sign-in";
import * as identity from "@/lib/identity/sign-up";
import { verifyEmail as verify } from "@/lib/identity/verification";
import { AppError } from "@/lib/platform/errors";

export const signUp = formAction(SignUp, async (input, caller) => {
  const { browserSecret } = await identity.signUp(input, caller);
  await rememberBrowser(browserSecret);
  redirect("/check-mail");
});

export const signIn = formAction(SignIn, async (input, caller) => {
  const outcome = await signInWithPassword(input, caller);
  if (outcome.kind === "unproven") {
    await rememberBrowser(outcome.browserSecret);
    throw new AppError("email_not_verified", "Please confirm your address first. We have just sent you a new letter.");
  }
  await startSession(outcome.entry);
  redirect(returnPath(input.next));
});

export const signInWith = formAction(SignInWith, async ({ provider, next }) => {
  await authSignIn(provider, { redirectTo: returnPath(next) });
});

export const signOut = formAction(NoInput, async () => {
  // Auth.js would make an address of whatever host the request claims.
  await authSignOut({ redirect: false });
  redirect("/");
});

export const requestPasswordReset = formAction(AskForMail, async (input, caller) => {
  await mail.requestPasswordReset(input, { caller });
  redirect("/check-mail");
});

export const requestEmailLink = formAction(AskForMail, async (input, caller) => {
  await mail.requestEmailLink(input, { caller, browserSecret: await rememberedBrowser() });
  redirect("/check-mail");
});

export const resetPassword = formAction(ResetPassword, async (input, caller) => {
  const { entry } = await password.resetPassword(input, caller);
  await startSession(entry);
  redirect(returnPath(input.next));
});

export const confirmEmailLink = formAction(UseLink, async ({ token, next }) => {
  await startSession(token);
  redirect(returnPath(next));
});

export const verifyEmail = formAction(UseLink, async ({ token, next }) => {
  const verified = await verify(token, await rememberedBrowser());
  const query = new URLSearchParams({ next: returnPath(next) });
  if (verified.kind === "known") redirect(`/sign-in?${query}`);
  if (verified.kind === "choose_password") {
    query.set("token", verified.reset);
    redirect(`/reset-password?${query}`);
  }
  (await cookies()).delete(signUpCookie.name);
  await startSession(verified.entry);
  redirect(returnPath(next));
});

async function rememberBrowser(secret: string): Promise<void> {
  (await cookies()).set(signUpCookie.name, secret, signUpCookie.options);
}

async function rememberedBrowser(): Promise<string | undefined> {
  return (await cookies()).get(signUpCookie.name)?.value;
}
