import { checkoutLineItems } from "../acts/checkout-lines";
import { currencyOptions } from "../acts/pricing";
import { sourcesOf } from "../acts/sources";
import { type Includable, listOf } from "../http/expansion";
import { newestFirst } from "../http/paging";
import { startStep } from "../store/step";
import type { Price } from "../store/wire";
import type { Coupon } from "../store/wire-billing";

/** Fields that a reply holds only when asked to expand them. */
export const includable = new Map<string, Includable>([
  [
    "customer.subscriptions",
    (world, { id }) => {
      const live = newestFirst(world.where("subscriptions", "customer", String(id))).filter(
        (s) => s.status !== "canceled",
      );
      return listOf(live, `/v1/customers/${String(id)}/subscriptions`);
    },
  ],
  [
    "customer.sources",
    (world, { id }) => {
      const data = newestFirst(sourcesOf({ world }, String(id)));
      return { object: "list", data, has_more: false, url: `/v1/customers/${String(id)}/sources` };
    },
  ],
  ["customer.tax_ids", (_world, { id }) => listOf([], `/v1/customers/${String(id)}/tax_ids`)],
  [
    "invoice.payments",
    (world, { id }) => listOf(world.where("invoice_payments", "invoice", String(id)), "/v1/invoice_payments"),
  ],
  [
    "invoice.confirmation_secret",
    (world, { id, status, parent }) => {
      const [payment] = world.where("invoice_payments", "invoice", String(id));
      const intent = payment && world.find("payment_intents", payment.payment.payment_intent);
      if (!intent?.client_secret || status === "draft" || parent === undefined) return null;
      return { client_secret: intent.client_secret, type: "payment_intent" };
    },
  ],
  [
    "checkout.session.line_items",
    (world, { id, created }) => {
      const step = startStep(world, Number(created), { origin: "" });
      return {
        object: "list",
        data: checkoutLineItems(step, String(id)),
        has_more: false,
        url: `/v1/checkout/sessions/${String(id)}/line_items`,
      };
    },
  ],
  ["price.currency_options", (world, price) => currencyOptions({ world }, price as Price)],
  [
    "coupon.currency_options",
    (world, coupon) => {
      const { id, currency, amount_off } = coupon as Coupon;
      const own = currency !== null && amount_off !== null ? { [currency]: { amount_off } } : {};
      return { ...own, ...world.find("coupon_currencies", id)?.options };
    },
  ],
  [
    "charge.refunds",
    (world, { id }) =>
      listOf(newestFirst(world.where("refunds", "charge", String(id))), `/v1/charges/${String(id)}/refunds`),
  ],
]);
