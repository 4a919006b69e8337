import type Stripe from "stripe";
import { invalid, missing, parameterMissing } from "../http/failures";
import { metadataOf } from "../objects/fields";
import { buildSource } from "../objects/source";
import { numberOfNamedCard } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { Customer, PaymentMethod } from "../store/wire";
import { behaviourOf, cardFailure, createCard } from "./payment-methods";
import { require } from "./require";

/**
 * Puts a card on file the old way, by token. It is a payment method too, under
 * the same id, and what is charged where no other is named. Throws 402 when refused.
 */
export function addSource(step: Step, customer: string, token: string | undefined): Stripe.Card {
  if (!token) throw parameterMissing("source");
  const owner = require(step, "customers", customer);
  const number = token.startsWith("tok_") ? numberOfNamedCard(token) : undefined;
  if (number === undefined) throw invalid(`No such token: '${token}'`, "source", "resource_missing");
  const expYear = new Date(step.now * 1000).getUTCFullYear() + 1;
  const card = createCard(step, { number, expMonth: 12, expYear, id: step.world.nextId("card") });
  const { refusesAttach, decline } = behaviourOf(step, card);
  if (refusesAttach && decline) throw cardFailure(decline);
  const source = buildSource(step.world.put("payment_methods", { ...card, customer }));
  emit(step, "customer.source.created", source);
  if (owner.default_source === null) makeDefaultSource(step, customer, card.id);
  return source;
}

export function updateSource(step: Step, params: Stripe.CustomerUpdateSourceParams, ids: SourceIds): Stripe.Card {
  const before = requireSource(step, ids);
  const { exp_month, exp_year, name } = params;
  const faceOf = before.card;
  const after = change(
    step,
    { of: "payment_methods", id: before.id },
    {
      billing_details: name === undefined ? before.billing_details : { ...before.billing_details, name: name || null },
      metadata: metadataOf(before.metadata, params.metadata),
      ...(faceOf
        ? {
            card: {
              ...faceOf,
              exp_month: Number(exp_month ?? faceOf.exp_month),
              exp_year: Number(exp_year ?? faceOf.exp_year),
            },
          }
        : {}),
    },
  );
  const source = buildSource(after);
  if (after !== before) emit(step, "customer.source.updated", source);
  return source;
}

export function removeSource(step: Step, ids: SourceIds): object {
  const card = requireSource(step, ids);
  const owner = require(step, "customers", ids.customer);
  step.world.put("payment_methods", { ...card, customer: null });
  emit(step, "customer.source.deleted", buildSource(card));
  if (owner.default_source === card.id) {
    const [next] = sourcesOf(step, ids.customer);
    makeDefaultSource(step, ids.customer, next?.id ?? null);
  }
  return { id: card.id, object: "card", deleted: true };
}

export function makeDefaultSource(step: Step, customer: string, source: string | null): Customer {
  return change(step, { of: "customers", id: customer }, { default_source: source }, "customer.updated");
}

export type SourceIds = { customer: string; id: string };

export function requireSource(step: Step, { customer, id }: SourceIds): PaymentMethod {
  require(step, "customers", customer);
  const card = step.world.find("payment_methods", id);
  if (card?.customer === customer && isSource(card)) return card;
  throw missing("source", id);
}

/** A customer's cards that were put on file the old way, oldest first. */
export function sourcesOf({ world }: Pick<Step, "world">, customer: string): Stripe.Card[] {
  return world.where("payment_methods", "customer", customer).filter(isSource).map(buildSource);
}

function isSource({ id }: PaymentMethod): boolean {
  return id.startsWith("card_");
}
