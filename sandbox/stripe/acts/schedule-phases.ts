import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { metadataOf } from "../objects/fields";
import { buildPhase, type PhaseItem } from "../objects/schedule";
import { nextEnd, stepFrom } from "../rules/periods";
import type { Step } from "../store/step";
import type { Subscription } from "../store/wire";
import type { SchedulePhase } from "../store/wire-billing";
import { currencyFor, inCurrency } from "./pricing";
import { refuseUnbuilt, require } from "./require";
import { refuseMixedCadences } from "./subscribing";

export type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase;

const UNBUILT = ["add_invoice_items", "billing_thresholds", "default_tax_rates", "trial", "trial_end", "transfer_data"];
const UNBUILT_ITEM = ["price_data", "plan", "discounts", "tax_rates", "billing_thresholds", "trial_offer"];

/** When the first phase starts, and what is paid in, unless a phase says so or the first price does. */
type Frame = { start: number; currency?: string | undefined };

/** The phases asked for, one after the other from `start`. Throws 400 where they leave a gap or sell nothing. */
export function readPhases(step: Step, asked: PhaseParams[], { start, currency }: Frame): SchedulePhase[] {
  if (asked.length === 0) throw parameterMissing("phases");
  let [from, paid] = [start, currency];
  return asked.map((phase, i) => {
    const read = readPhase(step, phase, { at: `phases[${i}]`, from, paid });
    [from, paid] = [read.end_date, read.currency];
    return read;
  });
}

/** The phase a subscription is in as it stands: until its period, or its trial, ends. */
export function phaseOf(subscription: Subscription): SchedulePhase {
  const items = subscription.items.data.map(({ price, quantity, metadata }) => {
    return { price, quantity: quantity ?? 1, metadata };
  });
  const [first] = subscription.items.data;
  const [start, end] = [first?.current_period_start ?? 0, first?.current_period_end ?? 0];
  const trial_end = subscription.status === "trialing" ? subscription.trial_end : null;
  return { ...buildPhase(items, { start, end }, { currency: subscription.currency }), trial_end };
}

/** How a subscription's items become those of a phase: same prices stay, others change, what is left over goes. */
export function itemsInto({ items }: Subscription, phase: SchedulePhase): Stripe.SubscriptionUpdateParams.Item[] {
  const left = [...items.data];
  const take = (fits: (price: string) => boolean) => {
    const at = left.findIndex(({ price }) => fits(price.id));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const wanted = phase.items.map(({ price, quantity }) => ({ price, quantity }));
  const kept = wanted.map((want) => ({ ...want, old: take((price) => price === want.price) }));
  const become = kept.map(({ old, ...want }) => {
    const item = old ?? take(() => true);
    return item ? { ...want, id: item.id } : want;
  });
  return [...become, ...left.map(({ id }) => ({ id, deleted: true }))];
}

type Place = { at: string; from: number; paid: string | undefined };

function readPhase(step: Step, phase: PhaseParams, { at, from, paid }: Place): SchedulePhase {
  refuseUnbuilt(phase, UNBUILT);
  const items = phase.items.map((item, i) => readItem(step, item, `${at}[items][${i}]`));
  const prices = items.map(({ price }) => price);
  const currency = currencyFor(step, prices, { asked: phase.currency ?? paid, customer: null });
  for (const [i, price] of prices.entries()) inCurrency(step, price, currency, `${at}[items][${i}][price]`);
  const cadence = items[0]?.price.recurring;
  if (!cadence) throw parameterMissing(`${at}[items]`);
  refuseMixedCadences(items);
  const start = asTime(step, phase.start_date, from);
  if (start !== from) throw invalid("A phase must start when the one before it ends.", `${at}[start_date]`);
  const { duration } = phase;
  const lasts = duration && { interval: duration.interval, interval_count: duration.interval_count ?? 1 };
  const end = lasts
    ? stepFrom(start, lasts as Parameters<typeof stepFrom>[1], 1)
    : asTime(step, phase.end_date, nextEnd(start, cadence, start));
  if (end <= start) throw invalid("A phase must end after it starts.", `${at}[end_date]`);
  return buildPhase(items, { start, end }, { ...phase, currency });
}

function readItem(step: Step, item: PhaseParams["items"][number], at: string): PhaseItem {
  refuseUnbuilt(item, UNBUILT_ITEM);
  if (item.price === undefined) throw parameterMissing(`${at}[price]`);
  const price = require(step, "prices", item.price, `${at}[price]`);
  if (!price.recurring) throw invalid("A schedule sells recurring prices only.", `${at}[price]`);
  return { price, quantity: item.quantity ?? 1, metadata: metadataOf({}, item.metadata) };
}

function asTime(step: Step, asked: number | "now" | undefined, otherwise: number): number {
  return asked === "now" ? step.now : (asked ?? otherwise);
}
