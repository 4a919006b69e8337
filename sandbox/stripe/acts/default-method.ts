import { change, type Step } from "../store/step";
import type { Customer } from "../store/wire";
import { require } from "./require";

/** The card a customer's invoices are charged to, where nothing names another; null: none. */
export function setDefaultMethod(step: Step, customer: string, method: string | null, type?: string): Customer {
  const before = require(step, "customers", customer);
  const invoice_settings = { ...before.invoice_settings, default_payment_method: method };
  return change(step, { of: "customers", id: customer }, { invoice_settings }, type);
}
