import type { WorldEvent } from "./shapes";
import { dayText, moneyText, type Tone } from "./words";

export type Words = { text: string; tone: Tone };
type Fields = WorldEvent["object"];
type Teller = (thing: Fields, event: WorldEvent) => Words | undefined;

const said = (text: string, tone: Tone = "plain"): Words => ({ text, tone });
const is = (text: string, tone: Tone = "plain"): Teller => {
  const words = said(text, tone);
  return () => words;
};

/** What each event means, in a sentence without its subject. */
const TELLERS: Readonly<Record<string, Teller>> = {
  "customer.created": is("became a customer"),
  "customer.deleted": is("was deleted", "warn"),
  "payment_method.attached": (card) => said(`put a card on file, ${cardOf(card)}`),
  "payment_method.detached": (card) => said(`took a card off file, ${cardOf(card)}`),
  "checkout.session.completed": is("finished checkout", "good"),
  "checkout.session.expired": is("left checkout, and it expired", "warn"),
  "customer.subscription.created": (thing, { plan }) =>
    text(thing, "status") === "trialing"
      ? said(`began a trial of ${plan ?? "a plan"}, until ${day(thing, "trial_end")}`, "good")
      : said(`subscribed to ${plan ?? "a plan"}`, text(thing, "status") === "active" ? "good" : "plain"),
  "customer.subscription.trial_will_end": (thing) =>
    said(`is told that the trial ends on ${day(thing, "trial_end")}`, "warn"),
  "customer.subscription.updated": (thing, event) => changed(thing, event),
  "customer.subscription.deleted": (thing) => {
    const failed = text(fieldsIn(thing, "cancellation_details"), "reason") === "payment_failed";
    return failed
      ? said("lost the subscription: it was never paid", "bad")
      : said("has no subscription any more", "warn");
  },
  "customer.subscription.paused": is("is paused: the trial ended without a card", "warn"),
  "customer.subscription.resumed": is("goes on after a pause", "good"),
  "invoice.paid": (thing) => paid(thing),
  "invoice.payment_failed": (thing) => {
    const next = number(thing, "next_payment_attempt");
    const then = next === 0 ? "it is not tried again" : `tried again on ${dayText(next)}`;
    return said(
      `could not be charged ${money(thing, "amount_due")} (try ${number(thing, "attempt_count")}); ${then}`,
      "bad",
    );
  },
  "invoice.payment_action_required": (thing) =>
    said(`must confirm ${money(thing, "amount_due")} with the bank`, "warn"),
  "invoice.voided": (thing) => said(`owes an invoice less: ${money(thing, "total")} voided`),
  "invoice.marked_uncollectible": (thing) => said(`will not pay ${money(thing, "amount_remaining")}: given up`, "bad"),
  "charge.failed": (thing) =>
    said(`had a card declined: ${text(thing, "failure_message") || "no reason given"}`, "bad"),
  "charge.refunded": (thing) => said(`got ${money(thing, "amount_refunded")} back`, "warn"),
  "refund.failed": (thing) => said(`did not get ${money(thing, "amount")} back: the refund failed`, "bad"),
  "charge.dispute.created": (thing) => said(`disputes ${money(thing, "amount")}`, "bad"),
  "charge.dispute.closed": (thing) =>
    said(`has a dispute over ${money(thing, "amount")} closed: ${text(thing, "status")}`, "warn"),
  "credit_note.created": (thing) => said(`got a credit note of ${money(thing, "total")}`),
  "subscription_schedule.created": is("has a change of plan ahead"),
  "subscription_schedule.completed": is("has no more changes ahead"),
  "subscription_schedule.released": is("keeps the plan: no change is ahead any more"),
  "customer.discount.created": is("got a discount", "good"),
  "customer.discount.deleted": is("has a discount no more"),
};

/** Events that say something of their own; the others only come with these. */
export const TELLING = Object.keys(TELLERS).filter(
  (type) => !["charge.failed", "payment_method.detached", "customer.discount.created"].includes(type),
);

/** Nothing for events that only go along with another, and for types nobody thought of. */
export function wordsOf(event: WorldEvent): Words | undefined {
  return Object.hasOwn(TELLERS, event.type) ? TELLERS[event.type]?.(event.object, event) : undefined;
}

function paid(invoice: Fields): Words {
  const amount = money(invoice, "amount_paid");
  const isFree = number(invoice, "amount_due") === 0;
  switch (text(invoice, "billing_reason")) {
    case "subscription_cycle":
      return said(isFree ? "renewed, with nothing to pay" : `renewed and paid ${amount}`, "good");
    case "subscription_create":
      return isFree ? said("has nothing to pay yet") : said(`paid ${amount} to begin`, "good");
    case "subscription_update":
      return said(isFree ? "changed the plan, with nothing to pay" : `paid ${amount} for the change of plan`, "good");
    default:
      return said(`paid ${amount}`, "good");
  }
}

/** The one change that a person would name. A new period alone is told by its invoice. */
function changed(now: Fields, { previous, plan }: WorldEvent): Words | undefined {
  const before = previous ?? {};
  const was = text(before, "status");
  if (was !== "") return statusWords(was, text(now, "status"));
  const price = firstPrice(before);
  if (price !== "" && price !== firstPrice(now)) return said(`changed to ${plan ?? "another plan"}`, "good");
  return endWords(now, before) ?? pauseWords(now, before);
}

function endWords(now: Fields, before: Fields): Words | undefined {
  if (before["cancel_at_period_end"] === true) return said("stays after all", "good");
  const leaves = before["cancel_at_period_end"] === false || before["cancel_at"] === null;
  return leaves ? said(`leaves: ends on ${day(now, "cancel_at")}`, "warn") : undefined;
}

function pauseWords(now: Fields, before: Fields): Words | undefined {
  if (!("pause_collection" in before)) return undefined;
  return now["pause_collection"] ? said("is not charged for a while", "warn") : said("is charged again", "good");
}

const BECOMES: ReadonlyMap<string, Words> = new Map(
  Object.entries({
    past_due: said("is past due", "bad"),
    unpaid: said("is unpaid: no more tries", "bad"),
    incomplete_expired: said("never made the first payment: it expired", "bad"),
    canceled: said("is canceled", "warn"),
    paused: said("is paused", "warn"),
  }),
);

function statusWords(was: string, becomes: string): Words {
  if (becomes === "active")
    return said(was === "trialing" ? "ended the trial and is active" : "is active again", "good");
  return BECOMES.get(becomes) ?? said(`is ${becomes.replaceAll("_", " ")}`);
}

function firstPrice(subscription: Fields): string {
  const items: unknown = fieldsIn(subscription, "items")["data"];
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  return text(fieldsIn({ first }, "first", "price"), "id");
}

function cardOf(method: Fields): string {
  const card = fieldsIn(method, "card");
  return `${text(card, "brand")} •••• ${text(card, "last4")}`;
}

function fieldsIn(thing: Fields, ...path: string[]): Fields {
  let found: unknown = thing;
  for (const step of path) found = typeof found === "object" && found !== null ? (found as Fields)[step] : undefined;
  return typeof found === "object" && found !== null ? (found as Fields) : {};
}

function text(thing: Fields, name: string): string {
  const value = thing[name];
  return typeof value === "string" ? value : "";
}

function number(thing: Fields, name: string): number {
  const value = thing[name];
  return typeof value === "number" ? value : 0;
}

const money = (thing: Fields, name: string) => moneyText(number(thing, name), text(thing, "currency"));
const day = (thing: Fields, name: string) => dayText(number(thing, name));
