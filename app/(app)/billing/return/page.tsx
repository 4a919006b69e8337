import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ReturnWaiting } from "@/components/billing/return-waiting";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button";
import { finishCheckout } from "@/lib/billing/return";
import type { CheckoutReturn } from "@/lib/billing/schema";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { signedInVisitor } from "@/lib/http/visitor";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

export const metadata: Metadata = { title: "Your payment" };

/** Where Stripe's checkout leads back to. Success is claimed only once our own books show the plan. */
export default async function CheckoutReturnPage({ searchParams }: { searchParams: SearchParams }) {
  const sessionId = (await queryValue(searchParams, "session_id")) ?? "";
  const viewer = await signedInVisitor(`/billing/return?${new URLSearchParams({ session_id: sessionId })}`);
  const outcome = await outcomeOf(viewer, sessionId);
  if (outcome === "down") {
    return (
      <ReturnWaiting title="Stripe is not answering">
        We can not see your payment right now. If you made it, it is safe; this page looks again by itself.
      </ReturnWaiting>
    );
  }
  const { state, overview } = outcome;
  if (state === "expired") return <Expired />;
  if (state === "complete" && overview.isTrialRefused) redirect("/billing");
  if (state === "complete" && overview.plan !== "free") redirect("/billing?from=checkout");
  return (
    <ReturnWaiting title="Waiting for your payment">
      {state === "complete" ? overview.reason : "Stripe has not confirmed it yet. This takes a few seconds."}
    </ReturnWaiting>
  );
}

async function outcomeOf(viewer: Viewer, sessionId: string): Promise<CheckoutReturn | "down"> {
  try {
    return await finishCheckout(viewer, sessionId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "payments_down") return "down";
    throw error;
  }
}

function Expired() {
  return (
    <FullPageMessage title="That checkout has expired" action={<ButtonLink href="/billing">See the plans</ButtonLink>}>
      Nothing was charged. Choose a plan again whenever you like.
    </FullPageMessage>
  );
}
