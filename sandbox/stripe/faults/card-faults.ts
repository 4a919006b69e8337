import { cardBehaviour, type CardFault, faultyCards } from "../rules/cards";
import type { Step } from "../store/step";
import type { Charge, StripeEvent } from "../store/wire";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { placeOrder } from "./orders";
import { usualWish } from "./wish";

/** Faults that come in place of the work. A card sets such a one off only once, or no retry would ever get through. */
const REFUSING = ["rate_limited", "server_error", "timeout_before_write"];
const REFUSING_CARDS = faultyCards().filter(({ fault }) => REFUSING.includes(fault.kind));

/** Whether a request could pay with a card that refuses: one is on file, or the request names one. */
export function mayPayWithRefusingCard(world: World, { method, body }: { method: string; body: string }): boolean {
  if (method !== "POST") return false;
  return REFUSING_CARDS.some(
    ({ number, name }) =>
      world.where("card_secrets", "number", number).length > 0 || body.includes(name) || body.includes(number),
  );
}

export function isRefusedByCard({ kind, card }: FaultOrder): boolean {
  return card !== null && REFUSING.includes(kind);
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
    if (secret && fault) setOff(step, { card: secret.number, fault, customer });
  }
}

type SetOff = { card: string; fault: CardFault; customer: string | null };

function setOff({ world, worldNow }: Step, { card, fault, customer }: SetOff): void {
  const { kind, count = 1, options } = fault;
  const isAgain = world.all("faults").some((order) => order.card === card && order.customer === customer);
  if (isAgain && REFUSING.includes(kind)) return;
  const usual = usualWish(kind);
  // A payment without a customer leaves an order that meets anybody.
  const wish = { ...usual, count, customer, options: { ...usual.options, ...options } };
  placeOrder(world, wish, { now: worldNow, card });
}
