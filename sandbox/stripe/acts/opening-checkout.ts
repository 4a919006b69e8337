import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { buildCheckoutSession } from "../objects/checkout-session";
import { buildPrice, buildProduct, type Recurring } from "../objects/catalog";
import { metadataOf, or, orNull } from "../objects/fields";
import { shippingOf } from "../objects/payment-intent";
import { emit, type Step } from "../store/step";
import type { CheckoutOrder, CheckoutSession, Price } from "../store/wire";
import { trialEndOf } from "./checkout-orders";
import { withCheckoutDiscounts } from "./checkout-lines";
import { amountOf } from "./lines";
import { currencyFor, inCurrency, quantityOf, refuseOtherCurrency } from "./pricing";
import { refuseUnbuilt, require, requireCustomer } from "./require";

type Params = Stripe.Checkout.SessionCreateParams;
type Line = { id: string; price: Price; quantity: number };

const UNBUILT = ["shipping_options", "optional_items", "custom_fields", "currency_conversion", "after_expiration"];
const MIN_OPEN_S = 30 * 60;
const MAX_OPEN_S = 24 * 3_600;

/** Opens a hosted page that sells (or, in setup mode, keeps a card). Throws what Stripe refuses. */
export function openCheckout(step: Step, params: Params): CheckoutSession {
  refuseUnbuilt(params, UNBUILT);
  checkFrame(step, params);
  const lines = (params.line_items ?? []).map((line, i) => readLine(step, line, `line_items[${i}]`));
  checkLines(params.mode ?? "payment", lines);
  const draft = orderOf(params, lines);
  const currency = currencyOf(step, params, lines);
  const due = trialEndOf(draft, step.now) === null ? lines : lines.filter((line) => !line.price.recurring);
  const isSetup = params.mode === "setup";
  const session = buildCheckoutSession(step, params, {
    total: isSetup
      ? null
      : due.reduce(
          (sum, line) => sum + amountOf(inCurrency(step, line.price, currency ?? "usd", "currency"), line.quantity),
          0,
        ),
    currency,
  });
  step.world.put("checkout_orders", { ...draft, id: session.id });
  step.world.put("checkout_sessions", session);
  return withCheckoutDiscounts(step, session, params.discounts ?? []);
}

/** In setup mode, and with no prices, there may be none. */
function currencyOf(step: Step, params: Params, lines: Line[]): string | null {
  const customer = params.customer === undefined ? null : requireCustomer(step, params.customer);
  if (lines.length === 0) return params.currency?.toLowerCase() ?? null;
  const prices = lines.map(({ price }) => price);
  const currency = currencyFor(step, prices, { asked: params.currency, customer });
  for (const [i, price] of prices.entries()) inCurrency(step, price, currency, `line_items[${i}][price]`);
  if (customer && params.mode === "subscription") refuseOtherCurrency(step, customer.id, currency);
  return currency;
}

function checkFrame(step: Step, params: Params): void {
  if (params.mode === undefined) throw parameterMissing("mode");
  if (params.ui_mode !== undefined && params.ui_mode !== "hosted_page") {
    throw invalid("This sandbox has only the hosted page.", "ui_mode", "sandbox_parameter_not_built");
  }
  checkUrls(params);
  checkDiscounts(params);
  if (params.customer !== undefined) requireCustomer(step, params.customer);
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid("You may only specify one of these parameters: customer, customer_email.");
  }
  const openFor = or(params.expires_at, step.now + MAX_OPEN_S) - step.now;
  if (openFor >= MIN_OPEN_S && openFor <= MAX_OPEN_S) return;
  throw invalid(
    "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
    "expires_at",
  );
}

function checkDiscounts({ discounts, allow_promotion_codes: takesCodes, mode }: Params): void {
  if (!discounts) return;
  if (takesCodes) throw invalid("You may only specify one of these parameters: allow_promotion_codes, discounts.");
  if (mode === "setup" || discounts.length > 1) throw invalid("A session takes one discount at most.", "discounts");
}

function checkUrls(params: Params): void {
  if (!params.success_url) throw parameterMissing("success_url");
  for (const name of ["success_url", "cancel_url"] as const) {
    const url = params[name];
    if (!url || URL.canParse(url.replaceAll("{CHECKOUT_SESSION_ID}", "x"))) continue;
    throw invalid("Not a valid URL", name, "url_invalid");
  }
}

function checkLines(mode: string, lines: Line[]): void {
  if (mode === "setup") {
    if (lines.length > 0) throw invalid("`line_items` are not accepted in `setup` mode.", "line_items");
    return;
  }
  if (lines.length === 0) throw parameterMissing("line_items");
  const recurring = lines.some((line) => line.price.recurring);
  if (mode === "subscription" && !recurring) {
    throw invalid(
      "You must provide at least one recurring price in `subscription` mode when using prices.",
      "line_items",
    );
  }
  if (mode === "payment" && recurring) {
    throw invalid(
      "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
      "line_items",
    );
  }
}

function readLine(step: Step, line: Stripe.Checkout.SessionCreateParams.LineItem, at: string): Line {
  refuseUnbuilt(line, ["dynamic_tax_rates", "tax_rates", "adjustable_quantity"]);
  const price =
    line.price === undefined ? inlinePrice(step, line, at) : require(step, "prices", line.price, `${at}[price]`);
  if (!price.active)
    throw invalid("The price specified is inactive. This field only accepts active prices.", `${at}[price]`);
  const quantity = quantityOf(price, line.quantity, at);
  if (quantity < 1)
    throw invalid("This value must be greater than or equal to 1.", `${at}[quantity]`, "parameter_invalid_integer");
  return { id: step.world.nextId("li"), price, quantity };
}

function inlinePrice(step: Step, { price_data }: Stripe.Checkout.SessionCreateParams.LineItem, at: string): Price {
  if (!price_data) throw parameterMissing(`${at}[price]`);
  const name = price_data.product_data?.name;
  if (price_data.product === undefined && name === undefined) throw parameterMissing(`${at}[price_data][product_data]`);
  const product = price_data.product ?? step.world.put("products", buildProduct(step, { name: name ?? "" })).id;
  require(step, "products", product, `${at}[price_data][product]`);
  const price = buildPrice(step, {
    product,
    currency: price_data.currency,
    unitAmount: price_data.unit_amount ?? 0,
    recurring: (price_data.recurring as Recurring | undefined) ?? null,
    params: { active: true },
  });
  emit(step, "price.created", step.world.put("prices", price));
  return price;
}

function orderOf(params: Params, lines: Line[]): CheckoutOrder {
  const {
    subscription_data: subscription = {},
    payment_intent_data: payment = {},
    setup_intent_data: setup = {},
  } = params;
  const intent = params.mode === "setup" ? setup : payment;
  return {
    id: "",
    lines: lines.map(({ id, price, quantity }) => ({ id, price: price.id, quantity })),
    subscriptionMetadata: metadataOf({}, subscription.metadata),
    subscriptionDescription: orNull(subscription.description),
    trialPeriodDays: orNull(subscription.trial_period_days),
    trialEnd: orNull(subscription.trial_end),
    missingPaymentMethod: or(subscription.trial_settings?.end_behavior.missing_payment_method, "create_invoice"),
    intentMetadata: metadataOf({}, intent.metadata),
    intentDescription: orNull(intent.description),
    setupFutureUsage: orNull(payment.setup_future_usage),
    shipping: shippingOf(payment.shipping),
  };
}
