import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ReturnWaiting } from "@/components/billing/return-waiting";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button";
import { type CameBack, finishPurchase } from "@/lib/billing/packs/return";
import type { PurchaseReturn } from "@/lib/billing/packs/schema";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { signedInVisitor } from "@/lib/http/visitor";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { creditPurchases } from "@/lib/usage/credits";

export const metadata: Metadata = { title: "Your payment" };

/** Where Stripe's page, and a bank that asked, lead back to. Success is claimed only once our own books show it. */
export default async function CreditsReturnPage({ searchParams }: { searchParams: SearchParams }) {
  const back = {
    sessionId: await queryValue(searchParams, "session_id"),
    intentId: await queryValue(searchParams, "payment_intent"),
  };
  const viewer = await signedInVisitor(`/billing/credits?${queryOf(back)}`);
  const outcome = await outcomeOf(viewer, back);
  if (outcome === "down") {
    return (
      <ReturnWaiting title="Stripe is not answering">
        We can not see your payment right now. If you made it, it is safe; this page looks again by itself.
      </ReturnWaiting>
    );
  }
  if (outcome.state === "refused") return <Refused>{outcome.reason}</Refused>;
  if (outcome.state === "open") {
    return (
      <ReturnWaiting title="Waiting for your payment">
        Stripe has not confirmed it yet. This takes a few seconds.
      </ReturnWaiting>
    );
  }
  await creditPurchases(viewer.id);
  return redirect("/billing#credits");
}

function queryOf({ sessionId, intentId }: CameBack): URLSearchParams {
  return new URLSearchParams({
    ...(sessionId === undefined ? {} : { session_id: sessionId }),
    ...(intentId === undefined ? {} : { payment_intent: intentId }),
  });
}

async function outcomeOf(viewer: Viewer, back: CameBack): Promise<PurchaseReturn | "down"> {
  try {
    return await finishPurchase(viewer, back);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "payments_down") return "down";
    throw error;
  }
}

function Refused({ children }: { children: string }) {
  return (
    <FullPageMessage
      title="That payment did not go through"
      action={<ButtonLink href="/billing#credits">Try again</ButtonLink>}
    >
      {children}
    </FullPageMessage>
  );
}
