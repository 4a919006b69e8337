import { type Fields, StillWorld } from "./still-world";

export const GOOD = "pm_card_visa";

export const FAILS = "pm_card_chargeCustomerFail";

export const ASKS = "pm_card_authenticationRequired";

/** A world with one customer and one price of $19 a month. */
export function aWorld(card?: string) {
  const world = new StillWorld();
  const price = world.price(1900);
  const customer = world.payer(card);
  return { world, price, customer, start: (more: Fields = {}) => world.subscribe(customer, price, more) };
}

export function replaceCard(world: StillWorld, customer: string, card: string): void {
  const { id } = world.post(`/v1/payment_methods/${card}/attach`, { customer }) as { id: string };
  world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: id } });
}
