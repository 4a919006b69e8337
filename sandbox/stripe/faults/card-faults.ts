import { cardBehaviour, type CardFault, faultyCards } from "../rules/cards";
import type { Step } from "../store/step";
import type { CardSecret, Charge, StripeEvent } from "../store/wire";
import type { World } from "../store/world";
import { placeOrder } from "./orders";
import { usualWish } from "./wish";

/** Faults that come in place of the work. A card sets such a one off only once, or no retry would ever get through. */
const REFUSING = ["rate_limited", "server_error"];
const REFUSING_NUMBERS = faultyCards().flatMap(({ number, fault }) => (REFUSING.includes(fault.kind) ? number : []));

/** The cards on file that will refuse their first payment. */
export function cardsThatRefuse(world: World): CardSecret[] {
  return REFUSING_NUMBERS.flatMap((number) => world.where("card_secrets", "number", number)).filter(
    ({ faultSpent }) => !faultSpent,
  );
}

/**
 * Orders what the cards that paid in this step are there for. A fault of webhooks begins with the events of
 * this very step; one of requests meets the request that pays or, paid on a page or by the clock, the
 * customer's next one.
 */
export function setOffCards(step: Step, events: StripeEvent[]): void {
  for (const { type, data } of events) {
    if (type !== "charge.succeeded") continue;
    const { payment_method, customer } = data.object as Charge;
    const secret = payment_method === null ? undefined : step.world.find("card_secrets", payment_method);
    const fault = secret && cardBehaviour(secret.number)?.fault;
    if (secret && fault && !secret.faultSpent) setOff(step, { secret, fault, customer });
  }
}

type SetOff = { secret: CardSecret; fault: CardFault; customer: string | null };

function setOff({ world, worldNow }: Step, { secret, fault, customer }: SetOff): void {
  const { kind, count = 1, options } = fault;
  const usual = usualWish(kind);
  // A payment without a customer leaves an order that meets anybody.
  const wish = { ...usual, count, customer, options: { ...usual.options, ...options } };
  placeOrder(world, wish, { now: worldNow, card: secret.number });
  if (REFUSING.includes(kind)) world.put("card_secrets", { ...secret, faultSpent: true });
}
