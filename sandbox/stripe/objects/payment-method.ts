import { createHash } from "node:crypto";
import type Stripe from "stripe";
import type { CardBehaviour } from "../rules/cards";
import type { Step } from "../store/step";
import type { PaymentMethod } from "../store/wire";
import { wholeAddress } from "./customer";
import { metadataOf, orNull } from "./fields";

type CardFace = { number: string; expMonth: number; expYear: number; behaviour: CardBehaviour };

export type BillingParams = { address?: Stripe.AddressParam | ""; email?: string; name?: string; phone?: string };

export function buildPaymentMethod(
  step: Step,
  { number, expMonth, expYear, behaviour }: CardFace,
  { billing, metadata, id }: { billing?: BillingParams | undefined; metadata?: unknown; id?: string | undefined } = {},
): PaymentMethod {
  return {
    id: id ?? step.world.nextId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: billingDetails(billing),
    card: {
      brand: behaviour.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: behaviour.brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: createHash("sha256").update(`${step.world.seed}/card/${number}`).digest("hex").slice(0, 16),
      funding: behaviour.funding,
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [behaviour.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: step.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: metadataOf({}, metadata),
    type: "card",
  };
}

export function billingDetails(given: BillingParams | undefined): PaymentMethod["billing_details"] {
  const address = given?.address;
  return {
    address: wholeAddress(address === "" ? undefined : address),
    email: orNull(given?.email),
    name: orNull(given?.name),
    phone: orNull(given?.phone),
    tax_id: null,
  };
}
