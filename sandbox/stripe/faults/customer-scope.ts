import type { CollectionName, StripeEvent } from "../store/wire";
import type { World } from "../store/world";

const OWNED: CollectionName[] = [
  "subscriptions",
  "invoices",
  "payment_intents",
  "setup_intents",
  "checkout_sessions",
  "payment_methods",
  "charges",
  "refunds",
  "disputes",
  "invoice_items",
  "credit_notes",
  "schedules",
  "portal_sessions",
];

/** Whether a request names this customer, or something that is his, in its path or its parameters. */
export function concerns(
  world: World,
  { path, query, body }: { path: string; query: string; body: string },
  customer: string,
): boolean {
  const named = [...path.split("/"), ...new URLSearchParams(query).values(), ...new URLSearchParams(body).values()];
  return named.some((id) => id === customer || OWNED.some((home) => ownerOf(world, world.find(home, id)) === customer));
}

/** Whose an event is: what it tells of is a customer, or has one, or is about something that has one. */
export function customerOfEvent(world: World, { data }: StripeEvent): string | null {
  const { id, object } = data.object as Fields;
  return object === "customer" && typeof id === "string" ? id : ownerOf(world, data.object);
}

type Fields = { [field: string]: unknown };

/** The fields that lead to an owner where a thing has none of its own, e.g. a dispute's charge. */
const LEADING = { charge: "charges", invoice: "invoices", payment_intent: "payment_intents" } as const;

function ownerOf(world: World, thing: object | undefined): string | null {
  const fields = (thing ?? {}) as Fields;
  if (typeof fields["customer"] === "string") return fields["customer"];
  for (const [field, home] of Object.entries(LEADING)) {
    const id = fields[field];
    const owner = typeof id === "string" ? world.find(home, id)?.customer : undefined;
    if (owner) return owner;
  }
  return null;
}
