import { ActDialog } from "@/components/admin/act-dialog";
import { GivenCredit, GiveCredit } from "@/components/admin/credit-acts";
import { GiveMonths, GivePlan } from "@/components/admin/give-acts";
import { planText, subscriptionText } from "@/components/admin/statement-words";
import { amountText } from "@/components/billing/standing-words";
import type { FormAction } from "@/components/ui/form-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import type { AdminPayment, SubscriptionView } from "@/lib/billing/schema";
import type { CustomerStory } from "@/lib/insights/schema";

type CustomerActsProps = {
  story: CustomerStory;
  locale: string;
  refund: FormAction;
  cancel: FormAction;
  extendTrial: FormAction;
  comp: FormAction;
  compPlan: FormAction;
  giveCredit: FormAction;
  takeCreditBack: FormAction;
};

const OVER: ReadonlySet<string> = new Set(["canceled", "incomplete_expired"]);
/** A first payment that nobody made stands in nobody's way. */
const NOT_LIVE: ReadonlySet<string> = new Set([...OVER, "incomplete"]);

/** What an operator can do for them, and to them. Each asks first, and stands in the audit log. */
export function CustomerActs({ story, locale, ...actions }: CustomerActsProps) {
  const { refund, cancel, extendTrial, comp, compPlan, giveCredit, takeCreditBack } = actions;
  const running = story.subscriptions.filter(({ status }) => !OVER.has(status));
  const refundable = story.payments.filter(isRefundable);
  const canBeGiven = story.subscriptions.every(({ status }) => NOT_LIVE.has(status));
  const userId = story.person.id;
  return (
    <Section
      title="What you can do"
      description="Each asks first and stands in the audit log. What changes what they pay is done at Stripe."
    >
      <ul className="grid gap-4">
        {canBeGiven ? (
          <li className={ROW}>
            <span>No subscription that is paid for</span>
            <GivePlan userId={userId} action={compPlan} />
          </li>
        ) : null}
        {running.map((each) => (
          <li key={each.id} className={ROW}>
            <span>
              {planText(each.plan)}, {subscriptionText(each).toLowerCase()}
            </span>
            <span className="flex flex-wrap gap-2">
              {canHaveMonths(each) ? (
                <GiveMonths userId={userId} subscriptionId={each.id} planName={planText(each.plan)} action={comp} />
              ) : null}
              {each.status === "trialing" ? (
                <ExtendTrial {...{ userId, subscription: each, action: extendTrial }} />
              ) : null}
              {each.cancelAt === null ? (
                <Cancel {...{ userId, subscription: each, action: cancel, when: "period_end" }} />
              ) : null}
              <Cancel {...{ userId, subscription: each, action: cancel, when: "now" }} />
            </span>
          </li>
        ))}
        <li className={ROW}>
          <span>Credit from us</span>
          <GiveCredit userId={userId} action={giveCredit} />
        </li>
        {story.gifts.map((gift) => (
          <li key={gift.id} className={ROW}>
            <GivenCredit {...{ userId, gift, action: takeCreditBack, locale }} />
          </li>
        ))}
        {refundable.map((payment) => (
          <li key={payment.id} className={ROW}>
            <span>
              {amountText(payment.amount, locale)} of {minuteText(payment.createdAt, locale)}
            </span>
            <Refund {...{ userId, payment, action: refund, locale }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const ROW = "flex flex-wrap items-center justify-between gap-3";

/** Of a year the whole renewal would be given, and of what is given already nothing more. */
function canHaveMonths({ plan, status, price, cancelAt, givenUntil }: SubscriptionView): boolean {
  return plan !== null && status === "active" && price.interval === "month" && cancelAt === null && givenUntil === null;
}

function isRefundable({ status, amount, refundedMinor }: AdminPayment): boolean {
  return status === "succeeded" && refundedMinor < amount.amountMinor;
}

type RefundProps = { userId: string; payment: AdminPayment; action: FormAction; locale: string };

function Refund({ userId, payment, action, locale }: RefundProps) {
  const { amount, refundedMinor } = payment;
  const left = amountText({ ...amount, amountMinor: amount.amountMinor - refundedMinor }, locale);
  return (
    <ActDialog
      action={action}
      label="Refund"
      title="Refund this payment?"
      words={`Up to ${left} goes back to the card it came from. The subscription goes on.`}
      confirm="Refund"
      isDangerous
      about={{ userId, paymentId: payment.id }}
    >
      <TextField
        name="amount"
        label={`Amount in ${amount.currency.toUpperCase()}`}
        inputMode="decimal"
        autoComplete="off"
      />
    </ActDialog>
  );
}

type ActProps = { userId: string; subscription: SubscriptionView; action: FormAction };

function Cancel({ userId, subscription, action, when }: ActProps & { when: "now" | "period_end" }) {
  const isNow = when === "now";
  return (
    <ActDialog
      action={action}
      label={isNow ? "Cancel now" : "Cancel at period end"}
      title={isNow ? "Cancel this subscription now?" : "Cancel this subscription at its period's end?"}
      words={
        isNow
          ? "They are on Free at once, and what is left of the period is not refunded by this."
          : "They keep what they paid for until the period's end, and nothing more is charged."
      }
      confirm={isNow ? "Cancel now" : "Cancel at period end"}
      isDangerous
      about={{ userId, subscriptionId: subscription.id, when }}
    />
  );
}

function ExtendTrial({ userId, subscription, action }: ActProps) {
  const isGift = subscription.givenUntil !== null;
  return (
    <ActDialog
      action={action}
      label={isGift ? "Give more days" : "Extend trial"}
      title={isGift ? "Give more days of this plan?" : "Extend this trial?"}
      words={subscription.cancelAt ? "It ends so many days later." : "The first payment is due so many days later."}
      confirm="Extend"
      about={{ userId, subscriptionId: subscription.id }}
    >
      <TextField name="days" label="Days more" inputMode="numeric" autoComplete="off" defaultValue="7" />
    </ActDialog>
  );
}
