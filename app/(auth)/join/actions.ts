"use server";

import { redirect } from "next/navigation";
import { takeSeat } from "@/lib/billing/seats/join";
import { formAction } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";
import { UseLink } from "@/lib/identity/schema";

export const join = formAction(UseLink, async ({ token }) => {
  await takeSeat(await requireUser(), token);
  redirect("/billing");
});
