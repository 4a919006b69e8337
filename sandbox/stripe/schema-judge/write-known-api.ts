import fs from "node:fs";
import path from "node:path";
import { readKnownApi } from "./known-api";

/** The families of routes whose parameters are checked; the rest is only known by name. */
const BUILT =
  /^[A-Z]+ \/v1\/(customers|products|prices|payment_methods|setup_intents|payment_intents|charges|refunds|checkout|subscriptions|subscription_items|subscription_schedules|coupons|promotion_codes|credit_notes|invoices|invoiceitems|invoice_payments|billing_portal|events|webhook_endpoints|balance|balance_transactions|disputes|plans|test_helpers\/test_clocks|billing)(\/|$)/;

export function knownApiText(): string {
  return `${JSON.stringify(readKnownApi((route) => BUILT.test(route)))}\n`;
}

if (process.argv[1] === import.meta.filename) {
  fs.writeFileSync(path.resolve(import.meta.dirname, "../http/known-api.json"), knownApiText());
}
