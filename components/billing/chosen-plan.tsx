import { CheckoutButton } from "@/components/billing/checkout-button";
import { planOffer } from "@/components/billing/plan-offer";
import { amountText, changeNote } from "@/components/billing/standing-words";
import { Notice } from "@/components/ui/notice";
import { PLANS } from "@/lib/billing/plans";
import type { BillingOverview, StartCheckout } from "@/lib/billing/schema";

type ChosenPlanProps = { wish: StartCheckout; overview: BillingOverview; locale: string };

const EVERY = { month: "a month", year: "a year" } as const;

/** Somebody chose a plan before they came here: the one step that is left, or why there is none. */
export function ChosenPlan({ wish, overview, locale }: ChosenPlanProps) {
  const { plan, interval } = wish;
  const { name, prices, trialDays } = PLANS[plan];
  const offer = planOffer(plan, overview);
  if (offer.kind === "current") return <Aside title={`You already have ${name}`}>{overview.reason}</Aside>;
  if (offer.kind === "waiting") return null;
  if (offer.kind === "none") return <Aside title={`You chose ${name}`}>{changeNote(overview, locale)}</Aside>;

  const { currency } = overview;
  const price = `${amountText({ amountMinor: prices[currency][interval], currency }, locale)} ${EVERY[interval]}`;
  const isTrial = overview.canTrial && trialDays > 0;
  return (
    <Aside
      title={`You chose ${name}, ${price}`}
      action={
        <CheckoutButton wish={{ plan, interval, currency }}>
          {isTrial ? offer.call : "Continue to payment"}
        </CheckoutButton>
      }
    >
      {isTrial
        ? `Nothing is charged for ${trialDays} days. Cancel before they are over, and nothing is charged at all.`
        : "Cancel whenever you like; you keep what you paid for."}
    </Aside>
  );
}

type AsideProps = { title: string; action?: React.ReactNode; children: React.ReactNode };

function Aside({ title, action, children }: AsideProps) {
  return (
    <Notice className="mb-8" title={title} action={action}>
      {children}
    </Notice>
  );
}
