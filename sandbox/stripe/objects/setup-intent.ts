import type { Step } from "../store/step";
import type { SetupIntent } from "../store/wire";
import { metadataOf } from "./fields";

type SetupOrder = {
  customer: string | null;
  paymentMethod?: string | null;
  usage?: string;
  description?: string | null;
  metadata?: unknown;
};

export function buildSetupIntent(step: Step, order: SetupOrder): SetupIntent {
  const id = step.world.nextId("seti");
  return {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: { allow_redirects: "always", enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_${step.world.nextId("secret")}`,
    created: step.now,
    customer: order.customer,
    customer_account: null,
    description: order.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: metadataOf({}, order.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: order.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: order.paymentMethod ? "requires_confirmation" : "requires_payment_method",
    usage: order.usage ?? "off_session",
  };
}
