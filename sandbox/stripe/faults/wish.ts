import type { FaultKind, FaultOrder } from "../store/wire-delivery";
import { faultKind, fieldsOf } from "./kinds";

export type FieldValue = string | number | boolean | null;
/** What an order says, with its defaults filled in. */
export type FaultWish = Pick<
  FaultOrder,
  "kind" | "route" | "events" | "customer" | "count" | "probability" | "options"
> & { seed: string | null };

export function wishOf(kind: FaultKind, values: Map<string, FieldValue>): FaultWish {
  const text = (name: string) => (values.get(name) ?? null) as string | null;
  const { about, options } = faultKind(kind);
  return {
    kind,
    route: text("route"),
    events: about === "webhook" ? text("events") : null,
    customer: text("customer"),
    count: values.get("count") as number,
    probability: values.get("probability") as number,
    seed: text("seed"),
    options: Object.fromEntries(options.map(({ name }) => [name, values.get(name) ?? ""])),
  };
}

/** What an order of this kind is when nothing more is said. */
export function usualWish(kind: FaultKind): FaultWish {
  return wishOf(kind, new Map(fieldsOf(kind).map((field) => [field.name, field.default])));
}
