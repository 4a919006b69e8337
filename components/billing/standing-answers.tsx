import { Answer, Answers } from "@/components/ui/answer";
import { cardText } from "@/components/billing/card-text";
import { isHeld } from "@/components/billing/plan-offer";
import { PortalButton } from "@/components/billing/portal-button";
import { paymentAnswer, stateBadge } from "@/components/billing/standing-words";
import { Badge } from "@/components/ui/badge";
import { OutsideLink } from "@/components/ui/text-link";
import { AllowanceAnswer } from "@/components/usage/allowance-answer";
import type { BillingOverview } from "@/lib/billing/schema";
import type { Allowance } from "@/lib/usage/schema";

type StandingAnswersProps = { overview: BillingOverview; allowance: Allowance; locale: string };

/** What do I have, what will I pay and when, what did I use. */
export function StandingAnswers({ overview, allowance, locale }: StandingAnswersProps) {
  const badge = stateBadge(overview);
  return (
    <Answers>
      <Answer
        question="Your plan"
        value={overview.planName}
        aside={badge ? <Badge tone={badge.tone}>{badge.text}</Badge> : null}
      >
        <p className="text-muted">{overview.reason}</p>
      </Answer>
      <PaymentAnswer overview={overview} locale={locale} />
      <AllowanceAnswer allowance={allowance} locale={locale} endingPlan={endingPlan(overview, allowance)} />
    </Answers>
  );
}

/** The plan that goes no further than what is left of the month. */
function endingPlan({ plan, planName, state, endsAt, through }: BillingOverview, { resetsAt }: Allowance) {
  if (plan === "free" || through !== null) return undefined;
  return state === "grace" || (endsAt !== null && endsAt <= resetsAt) ? planName : undefined;
}

function PaymentAnswer({ overview, locale }: { overview: BillingOverview; locale: string }) {
  const { amount, when, invoice } = paymentAnswer(overview, locale);
  return (
    <Answer question="Next payment" value={amount}>
      <p className="text-muted">
        {when}
        {invoice?.hostedUrl ? (
          <>
            {" "}
            <OutsideLink href={invoice.hostedUrl} className="text-text">
              Pay now
            </OutsideLink>
          </>
        ) : null}
      </p>
      <CardLine overview={overview} />
      {overview.canOpenPortal ? (
        <div className="pt-2">
          <PortalButton>Manage plan and card</PortalButton>
        </div>
      ) : null}
    </Answer>
  );
}

function CardLine({ overview }: { overview: BillingOverview }) {
  if (overview.card) return <p className="tabular text-muted">{cardText(overview.card)}</p>;
  return isHeld(overview) ? <p className="text-muted">No card is saved.</p> : null;
}
