import * as seatActions from "@/app/(app)/billing/seats/actions";
import {
  accept,
  cancel,
  drop,
  goOn,
  keep,
  pause,
  planAhead,
  quote,
  quoteGoingOn,
  resume,
} from "@/app/(app)/billing/actions";
import { buy } from "@/app/(app)/billing/credits/actions";
import { BillingNotices } from "@/components/billing/billing-notices";
import { ChangeNotices } from "@/components/billing/change/change-notices";
import { ChosenPlan } from "@/components/billing/chosen-plan";
import { CreditsSection } from "@/components/billing/credits/credits-section";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { isHeld, planOffer } from "@/components/billing/plan-offer";
import { PauseNotice } from "@/components/billing/pause/pause-notice";
import { Membership } from "@/components/billing/seats/membership";
import { SeatsSection } from "@/components/billing/seats/seats-section";
import { PlanPicker } from "@/components/billing/plan-picker";
import { StandingAnswers } from "@/components/billing/standing-answers";
import { TrialRefused } from "@/components/billing/trial-refused";
import { changeNote } from "@/components/billing/standing-words";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { billingOverview } from "@/lib/billing/overview";
import { membershipOf, teamOf } from "@/lib/billing/seats/team";
import { type BillingOverview, Interval, type PlanChanges, type StartCheckout } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { healthOf } from "@/lib/platform/service-health";
import { allowanceFor } from "@/lib/usage/allowance";
import { creditsOf } from "@/lib/usage/credits";

const ACTIONS = { accept, cancel, drop, goOn, keep, pause, planAhead, quote, quoteGoingOn, resume };
/** Named one by one: a module of actions may not pass to the browser as a whole. */
const SEAT_ACTIONS = {
  accept,
  planAhead,
  quote,
  invite: seatActions.invite,
  takeBack: seatActions.takeBack,
  remove: seatActions.remove,
  leave: seatActions.leave,
};

type BillingProps = {
  viewer: Viewer;
  locale: string;
  /** What was chosen on another page. */
  wish: StartCheckout | undefined;
  isBackFromCheckout: boolean;
};

/** Everything on the page that has to be asked for. */
export async function Billing({ viewer, locale, wish, isBackFromCheckout }: BillingProps) {
  const [overview, allowance, credits, changes, team, membership] = await Promise.all([
    billingOverview(viewer, { locale }),
    allowanceFor(viewer.id),
    creditsOf(viewer.id),
    planChanges(viewer),
    teamOf(viewer),
    membershipOf(viewer),
  ]);
  return (
    <>
      <BillingNotices
        overview={overview}
        isBackFromCheckout={isBackFromCheckout}
        arePaymentsDown={healthOf("stripe").state === "failing"}
      />
      {changes ? <ChangeNotices changes={changes} actions={ACTIONS} locale={locale} /> : null}
      {changes?.paused ? <PauseNotice changes={changes} actions={ACTIONS} locale={locale} /> : null}
      {overview.isTrialRefused ? <TrialRefused /> : null}
      {wish ? <ChosenPlan wish={wish} overview={overview} locale={locale} /> : null}
      <StandingAnswers overview={overview} allowance={allowance} locale={locale} />
      {membership ? <Membership membership={membership} actions={SEAT_ACTIONS} /> : null}
      {team ? <SeatsSection team={team} changes={changes} actions={SEAT_ACTIONS} locale={locale} /> : null}
      <Plans overview={overview} changes={changes} wish={wish} locale={locale} />
      <CreditsSection credits={credits} currency={overview.currency} card={overview.card} buy={buy} locale={locale} />
      <InvoiceTable invoices={overview.invoices} locale={locale} />
    </>
  );
}

type PlansProps = Pick<BillingProps, "wish" | "locale"> & { overview: BillingOverview; changes: PlanChanges | null };

function Plans({ overview, changes, wish, locale }: PlansProps) {
  const paidInterval = intervalOf(overview);
  return (
    <PlanPicker
      offers={{
        free: planOffer("free", overview),
        pro: planOffer("pro", overview),
        enterprise: planOffer("enterprise", overview),
      }}
      paidInterval={paidInterval}
      currency={overview.currency}
      initialInterval={wish?.interval ?? paidInterval ?? "month"}
      note={isNoteDue({ overview, changes, wish }) ? changeNote(overview, locale) : undefined}
      changing={changes ? { changes, actions: ACTIONS } : undefined}
      locale={locale}
    />
  );
}

function isNoteDue({ overview, changes, wish }: Omit<PlansProps, "locale">): boolean {
  if (!isHeld(overview) || changes?.planned || changes?.pending || changes?.paused) return false;
  // A wish that can not be met says it already.
  return !(wish && planOffer(wish.plan, overview).kind === "none");
}

/** How often the person pays now. */
function intervalOf({ plan, subscription }: BillingOverview): Interval | undefined {
  return plan === "free" ? undefined : Interval.safeParse(subscription?.price.interval).data;
}
