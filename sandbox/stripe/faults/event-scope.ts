import type { World } from "../store/world";
import type { StripeEvent } from "../store/wire";

const TYPE = /^(\*|[a-z_]+(\.[a-z_0-9]+)*(\.\*)?)$/;

/** Whether a text can name events: `*`, `invoice.*`, `invoice.paid`, or several with commas between. */
export function isEventsPattern(text: string): boolean {
  return text.split(",").every((part) => TYPE.test(part.trim()));
}

export function namesEvent(pattern: string, type: string): boolean {
  return pattern.split(",").some((part) => {
    const wanted = part.trim();
    return wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
  });
}

/** Whose an event is: what it tells of is a customer, or has one, or is about a charge that has one. */
export function customerOfEvent(world: World, { data }: StripeEvent): string | null {
  return customerOf(world, data.object);
}

export function customerOf(world: World, thing: object | undefined): string | null {
  const { id, object, customer, charge } = (thing ?? {}) as { [field: string]: unknown };
  if (object === "customer" && typeof id === "string") return id;
  if (typeof customer === "string") return customer;
  return typeof charge === "string" ? (world.find("charges", charge)?.customer ?? null) : null;
}
