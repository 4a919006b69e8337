import type { Route } from "../http/route";
import { catalogRoutes } from "./catalog";
import { checkoutRoutes } from "./checkout";
import { customerRoutes } from "./customers";
import { intentRoutes } from "./intents";
import { invoiceItemRoutes } from "./invoice-items";
import { invoiceRoutes } from "./invoices";
import { moneyRoutes } from "./money";
import { paymentMethodRoutes } from "./payment-methods";
import { portalRoutes } from "./portal";
import { subscriptionRoutes } from "./subscriptions";
import { webhookRoutes } from "./webhook-endpoints";

export const allRoutes: Route[] = [
  ...customerRoutes,
  ...catalogRoutes,
  ...paymentMethodRoutes,
  ...intentRoutes,
  ...moneyRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...portalRoutes,
  ...webhookRoutes,
];
