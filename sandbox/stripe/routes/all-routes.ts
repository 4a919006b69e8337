import type { Route } from "../http/route";
import { catalogRoutes } from "./catalog";
import { checkoutRoutes } from "./checkout";
import { couponRoutes } from "./coupons";
import { creditNoteRoutes } from "./credit-notes";
import { customerRoutes } from "./customers";
import { discountRoutes } from "./discounts";
import { disputeRoutes } from "./disputes";
import { invoiceItemRoutes } from "./invoice-items";
import { invoiceRoutes } from "./invoices";
import { meterRoutes } from "./meters";
import { moneyRoutes } from "./money";
import { paymentMethodRoutes } from "./payment-methods";
import { paymentIntentRoutes } from "./payment-intents";
import { planRoutes } from "./plans";
import { portalRoutes } from "./portal";
import { promotionCodeRoutes } from "./promotion-codes";
import { scheduleRoutes } from "./schedules";
import { searchRoutes } from "./searches";
import { setupIntentRoutes } from "./setup-intents";
import { subscriptionItemRoutes } from "./subscription-items";
import { subscriptionRoutes } from "./subscriptions";
import { sourceRoutes } from "./sources";
import { testClockRoutes } from "./test-clocks";
import { webhookRoutes } from "./webhook-endpoints";

export const allRoutes: Route[] = [
  ...customerRoutes,
  ...catalogRoutes,
  ...couponRoutes,
  ...promotionCodeRoutes,
  ...discountRoutes,
  ...paymentMethodRoutes,
  ...paymentIntentRoutes,
  ...setupIntentRoutes,
  ...moneyRoutes,
  ...disputeRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...subscriptionItemRoutes,
  ...scheduleRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...creditNoteRoutes,
  ...portalRoutes,
  ...meterRoutes,
  ...planRoutes,
  ...sourceRoutes,
  ...testClockRoutes,
  ...webhookRoutes,
  ...searchRoutes,
];
