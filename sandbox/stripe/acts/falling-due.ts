import { INCOMPLETE_S } from "../rules/dunning";
import type { Step } from "../store/step";
import type { CheckoutSession, CollectionName, Dispute, Invoice, Refund, Subscription, TestClock } from "../store/wire";
import type { Coupon, Discount, PromotionCode, Schedule } from "../store/wire-billing";
import type { World } from "../store/world";
import { expirePendingUpdate } from "./billing-a-change";
import { endInTime } from "./canceling";
import { discountDue } from "./discount-dues";
import { expireCheckout } from "./checking-out";
import {
  advanceDraft,
  collect,
  collectAgain,
  endTrial,
  expireIncomplete,
  noticeKey,
  renew,
  tellOfTrialEnd,
  trialNoticeAt,
} from "./renewing";
import { resumeKey, resumeSubscription } from "./pausing";
import { awaitsAnswer, letDisputeLapse } from "./disputing";
import { refundDue } from "./refunding";
import { scheduleDue, scheduleNoticeKey } from "./schedule-turns";
import { deleteTestClock } from "./test-clocks";

/** What time will bring to a thing next: when (world seconds), and what then happens. */
export type Due = { at: number; run: (step: Step) => void };

/** Nothing where time alone changes nothing. */
export function nextDue(world: World, name: CollectionName, value: object): Due | undefined {
  switch (name) {
    case "subscriptions":
      return subscriptionDue(world, value as Subscription);
    case "schedules":
      return scheduleDue(value as Schedule, world.has("settings", scheduleNoticeKey((value as Schedule).id)));
    case "invoices":
      return invoiceDue(value as Invoice);
    case "checkout_sessions":
      return sessionDue(value as CheckoutSession);
    default:
      return moneyOrClockDue(world, name, value);
  }
}

function moneyOrClockDue(world: World, name: CollectionName, value: object): Due | undefined {
  switch (name) {
    case "refunds":
      return refundDue(world, value as Refund);
    case "disputes":
      return disputeDue(value as Dispute);
    case "test_clocks": {
      const { id, deletes_after } = value as TestClock;
      return { at: deletes_after, run: (step) => void deleteTestClock(step, id) };
    }
    default:
      return discountDue(name, value as Coupon | PromotionCode | Discount);
  }
}

function subscriptionDue(world: World, subscription: Subscription): Due | undefined {
  const { id, status } = subscription;
  if (!["active", "past_due", "trialing", "unpaid"].includes(status)) return standingDue(world, subscription);
  const dues: Due[] = [];
  const { cancel_at, trial_end, pause_collection, pending_update } = subscription;
  if (pending_update) dues.push({ at: pending_update.expires_at, run: (step) => expirePendingUpdate(step, id) });
  if (cancel_at !== null) {
    dues.push({ at: cancel_at, run: (step) => endInTime(step, id) });
  }
  const resumesAt = pause_collection?.resumes_at;
  if (typeof resumesAt === "number") dues.push({ at: resumesAt, run: (step) => collectAgain(step, id) });
  if (status === "trialing" && trial_end !== null) {
    if (!world.has("settings", noticeKey(id))) {
      dues.push({
        at: Math.max(trialNoticeAt(subscription), subscription.created),
        run: (step) => tellOfTrialEnd(step, id),
      });
    }
    dues.push({ at: trial_end, run: (step) => endTrial(step, id) });
  } else {
    const at = Math.min(...subscription.items.data.map((item) => item.current_period_end));
    dues.push({ at, run: (step) => renew(step, id) });
  }
  // What ends at the very second of a renewal ends; so the first of equals wins.
  return dues.reduce((soonest, due) => (due.at < soonest.at ? due : soonest));
}

/** What comes to a subscription that has not begun, or is paused. */
function standingDue(world: World, { id, status, created }: Subscription): Due | undefined {
  if (status === "incomplete") return { at: created + INCOMPLETE_S, run: (step) => expireIncomplete(step, id) };
  if (status !== "paused") return undefined;
  const at = world.find("settings", resumeKey(id))?.value;
  return at === undefined ? undefined : { at, run: (step) => void resumeSubscription(step, {}, id) };
}

function invoiceDue(invoice: Invoice): Due | undefined {
  const { id } = invoice;
  if (invoice.status === "draft" && invoice.automatically_finalizes_at !== null) {
    return { at: invoice.automatically_finalizes_at, run: (step) => advanceDraft(step, id) };
  }
  if (invoice.status !== "open" || invoice.next_payment_attempt === null) return undefined;
  return { at: invoice.next_payment_attempt, run: (step) => collect(step, id) };
}

function sessionDue(session: CheckoutSession): Due | undefined {
  if (session.status !== "open") return undefined;
  return { at: session.expires_at, run: (step) => void expireCheckout(step, session.id) };
}

function disputeDue(dispute: Dispute): Due | undefined {
  const at = dispute.evidence_details.due_by;
  return awaitsAnswer(dispute) && at !== null ? { at, run: (step) => letDisputeLapse(step, dispute.id) } : undefined;
}
