import type Stripe from "stripe";

/** The shapes of discounts, credit notes and schedules, held like those of `wire.ts`: references as ids, decimals as text. */
type With<T, Changes> = Omit<T, keyof Changes | "deleted"> & Changes;

export type Coupon = With<Stripe.Coupon, { applies_to?: { products: string[] }; currency_options?: never }>;
export type PromotionCode = With<
  Stripe.PromotionCode,
  { customer: string | null; promotion: { coupon: string; type: "coupon" } }
>;
export type Discount = With<
  Stripe.Discount,
  { customer: string | null; promotion_code: string | null; source: { coupon: string; type: "coupon" } }
>;
export type CreditNoteLine = With<Stripe.CreditNoteLineItem, { unit_amount_decimal: string | null }>;
export type CreditNote = With<
  Stripe.CreditNote,
  {
    customer: string;
    customer_balance_transaction: null;
    invoice: string;
    lines: { object: "list"; data: CreditNoteLine[]; has_more: boolean; url: string };
    refunds: { amount_refunded: number; payment_record_refund: null; refund: string; type: "refund" }[];
  }
>;
export type SchedulePhase = With<
  Stripe.SubscriptionSchedule.Phase,
  {
    default_payment_method: string | null;
    discounts: { coupon: string | null; discount: string | null; promotion_code: string | null }[];
    items: With<Stripe.SubscriptionSchedule.Phase.Item, { plan: string; price: string; quantity: number }>[];
  }
>;
export type Schedule = With<
  Stripe.SubscriptionSchedule,
  { customer: string; phases: SchedulePhase[]; subscription: string | null; test_clock: string | null }
>;

/**
 * What an item's running period was billed at as a whole, after discounts.
 * Credit for the rest of the period is computed from this. Keyed by the item's id.
 */
export type Billed = { id: string; amount: number; start: number; end: number };

/** The intent a checkout session's page tries cards with. Keyed by the session's id. */
type CheckoutTry = { id: string; intent: string };

/** What a price costs in another currency than its own. */
export type PriceCurrency = With<
  Stripe.Price.CurrencyOptions,
  { custom_unit_amount: null; tiers?: never; unit_amount_decimal: string | null }
>;

export type BillingCollections = {
  billed_items: Billed;
  checkout_tries: CheckoutTry;
  coupons: Coupon;
  deleted_coupons: Coupon;
  credit_notes: CreditNote;
  discounts: Discount;
  /** By the price's id. */
  price_currencies: { id: string; options: { [currency: string]: PriceCurrency } };
  /** What a coupon takes off in other currencies than its own, by the coupon's id. */
  coupon_currencies: { id: string; options: { [currency: string]: { amount_off: number } } };
  promotion_codes: PromotionCode;
  schedules: Schedule;
};
