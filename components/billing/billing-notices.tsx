import { type Attention, attention } from "@/components/billing/attention";
import { PortalButton } from "@/components/billing/portal-button";
import { buttonLook } from "@/components/ui/button-look";
import { Notice } from "@/components/ui/notice";
import type { BillingOverview } from "@/lib/billing/schema";

type BillingNoticesProps = {
  overview: BillingOverview;
  /** The person comes from the checkout. */
  isBackFromCheckout: boolean;
  /** Our last call to Stripe failed. */
  arePaymentsDown: boolean;
};

/** What has to be said before anything else; nothing on an ordinary day. */
export function BillingNotices({ overview, isBackFromCheckout, arePaymentsDown }: BillingNoticesProps) {
  const wrong = attention(overview);
  const hasPaidPlan = overview.plan !== "free" && wrong === undefined;
  return (
    <div className="mb-8 grid gap-3 empty:hidden">
      {isBackFromCheckout && hasPaidPlan ? (
        <Notice tone="good" aria-live="polite" title={`You are on ${overview.planName}`}>
          {overview.state === "trialing" ? "Nothing is charged before the trial ends." : "Your invoice is below."} Your
          new allowance counts from now.
        </Notice>
      ) : null}
      {arePaymentsDown ? (
        <Notice tone="warn" title="Payments are not answering right now">
          What you see is what we last heard from Stripe. Buying and changing may fail until it answers again.
        </Notice>
      ) : null}
      {wrong ? (
        <Notice tone={wrong.tone} title={wrong.title} action={overview.canOpenPortal ? <WayOut {...wrong} /> : null}>
          {wrong.text}
        </Notice>
      ) : null}
      {overview.hasDuplicates ? (
        <Notice
          tone="bad"
          title="You have more than one subscription"
          action={<PortalButton variant={wrong ? "secondary" : "primary"}>Cancel one of them</PortalButton>}
        >
          Each of them is charged. Cancel the one you do not need; the best one decides your plan.
        </Notice>
      ) : null}
    </div>
  );
}

function WayOut({ call, fixUrl }: Attention) {
  if (fixUrl === undefined) return <PortalButton variant="primary">{call}</PortalButton>;
  // No Link: that would fetch the page ahead, and each fetch opens one at Stripe.
  return (
    <a href={fixUrl} className={buttonLook()}>
      {call}
    </a>
  );
}
