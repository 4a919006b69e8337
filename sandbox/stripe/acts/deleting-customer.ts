import { emit, change, type Step } from "../store/step";
import { require } from "./require";
import { cancelSchedule } from "./scheduling";
import { endSubscription } from "./subscription-status";

/** A customer goes for good; subscriptions end at once, those planned never begin, and cards belong to nobody. */
export function deleteCustomer(step: Step, id: string): object {
  const customer = require(step, "customers", id);
  for (const subscription of step.world.where("subscriptions", "customer", id)) {
    if (!subscription.ended_at) endSubscription(step, subscription.id, { reason: "cancellation_requested" });
  }
  for (const { id: planned, status } of step.world.where("schedules", "customer", id)) {
    if (status === "not_started") cancelSchedule(step, {}, planned);
  }
  for (const method of step.world.where("payment_methods", "customer", id)) {
    emit(step, "payment_method.detached", change(step, { of: "payment_methods", id: method.id }, { customer: null }));
  }
  stopCollecting(step, id);
  step.world.remove("customers", id);
  emit(step, "customer.deleted", customer);
  return step.world.put("deleted_customers", { id, object: "customer", deleted: true });
}

/** What is still owed stays on record, and nothing asks for it by itself any more. */
function stopCollecting(step: Step, customer: string): void {
  for (const { id, status } of step.world.where("invoices", "customer", customer)) {
    if (status !== "draft" && status !== "open") continue;
    const patch = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };
    change(step, { of: "invoices", id }, patch, "invoice.updated");
  }
}
