import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { type AnchorConfig, anchorFor } from "../rules/anchors";
import { type Cadence, stepFrom } from "../rules/periods";
import type { Step } from "../store/step";
import { refuseUnbuilt } from "./require";

type Params = Stripe.SubscriptionCreateParams;
type Anchor = { anchor: number | null; anchorConfig: AnchorConfig | null; prorates: boolean };
type Beside = { cadence: Cadence | null | undefined; trialEnd: number | null };

/** When full periods begin, if not at once. Throws 400 for a time that is past, or further away than a period is long. */
export function readAnchor(step: Step, params: Params, { cadence, trialEnd }: Beside): Anchor {
  const { billing_cycle_anchor: at, billing_cycle_anchor_config: config } = params;
  if (trialEnd !== null) refuseUnbuilt(params, ["billing_cycle_anchor", "billing_cycle_anchor_config"]);
  if (at !== undefined && config !== undefined) {
    throw invalid("You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.");
  }
  const prorates = params.proration_behavior !== "none";
  const anchor = cadence && at !== undefined ? checked(step, at, cadence) : null;
  return { anchor, anchorConfig: null, prorates, ...(cadence && config ? fromConfig(step, config, cadence) : {}) };
}

function checked(step: Step, at: number, cadence: Cadence): number {
  if (at <= step.now) {
    throw invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "billing_cycle_anchor");
  }
  if (at <= stepFrom(step.now, cadence, 1)) return at;
  throw invalid("billing_cycle_anchor can not be later than the end of a whole first period.", "billing_cycle_anchor");
}

function fromConfig(
  step: Step,
  asked: Stripe.SubscriptionCreateParams.BillingCycleAnchorConfig,
  cadence: Cadence,
): Pick<Anchor, "anchor" | "anchorConfig"> {
  if (cadence.interval === "day" || cadence.interval === "week") {
    throw invalid("A day of the month is only for prices of months and years.", "billing_cycle_anchor_config");
  }
  const { day_of_month } = asked;
  for (const [name, most] of Object.entries(MOST)) checkPart(asked, name as keyof typeof asked, most);
  const anchorConfig = { ...NOTHING, ...asked, day_of_month };
  return { anchor: anchorFor(anchorConfig, cadence, step.now), anchorConfig };
}

const NOTHING = { month: null, hour: null, minute: null, second: null };
const MOST: { [name: string]: number } = { day_of_month: 31, month: 12, hour: 23, minute: 59, second: 59 };

function checkPart(
  asked: Stripe.SubscriptionCreateParams.BillingCycleAnchorConfig,
  name: keyof typeof asked,
  most: number,
): void {
  const value = asked[name];
  const least = name === "day_of_month" || name === "month" ? 1 : 0;
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const param = `billing_cycle_anchor_config[${name}]`;
  throw invalid(`This value must be between ${least} and ${most}.`, param, "parameter_invalid_integer");
}
