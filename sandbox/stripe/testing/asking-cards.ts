import type { PaymentIntent } from "../store/wire";
import type { Fields, StillWorld } from "./still-world";
import { visit } from "./still-pages";

export const UNLESS_SET_UP = "4000002500003155";

export const ALWAYS = "4000002760003184";

export const THEN_DECLINED = "4000008260003178";

export function cardOf(world: StillWorld, number: string): string {
  const card = { number, exp_month: 12, exp_year: 2040 };
  return (world.post("/v1/payment_methods", { type: "card", card }) as { id: string }).id;
}

export function kept(world: StillWorld, number: string): { customer: string; card: string } {
  const customer = world.payer();
  const card = cardOf(world, number);
  world.post(`/v1/payment_methods/${card}/attach`, { customer });
  world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card } });
  return { customer, card };
}

export function pay(world: StillWorld, fields: Fields): PaymentIntent {
  return world.post("/v1/payment_intents", {
    amount: 1000,
    currency: "usd",
    confirm: true,
    ...fields,
  }) as PaymentIntent;
}

/** What the bank's page does when its owner chooses. */
export const answer = (world: StillWorld, id: string, choice: string) => visit(world, `/3ds/${id}`, { answer: choice });
