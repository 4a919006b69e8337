import { type RawFields, decodeForm } from "../http/form";
import { StripeFailure } from "../http/failures";
import type { FaultKind, FaultOrder } from "../store/wire-delivery";
import { isEventsPattern } from "./event-scope";
import { type FaultField, SCOPES } from "./fields";
import { FAULT_KINDS, faultKind, fieldsOf, isFaultKind } from "./kinds";
import { routeFault } from "./route-scope";

type Value = string | number | boolean | null;
/** What an order says, checked, with its defaults filled in. */
export type FaultWish = Pick<
  FaultOrder,
  "kind" | "route" | "events" | "customer" | "count" | "probability" | "options"
> & { seed: string | null };

/** Reads an order from a form or from JSON. Throws 400 saying what is allowed. */
export function readOrder(body: string): FaultWish {
  const sent = sentFields(body);
  const kind = kindOf(sent);
  const fields = fieldsOf(kind);
  const allowed = ["kind", ...fields.map(({ name }) => name)];
  for (const name of Object.keys(sent)) {
    if (!allowed.includes(name)) throw badOrder(name, `${kind} has no ${name}.`, allowed);
  }
  const values = new Map(fields.map((field) => [field.name, valueOf(field, sent[field.name])]));
  return wishOf(kind, values);
}

/** What an order of this kind is when nothing more is said. */
export function usualOrder(kind: FaultKind): FaultWish {
  return wishOf(kind, new Map(fieldsOf(kind).map((field) => [field.name, field.default])));
}

function wishOf(kind: FaultKind, values: Map<string, Value>): FaultWish {
  const text = (name: string) => (values.get(name) ?? null) as string | null;
  const { about, options } = faultKind(kind);
  const wish = {
    kind,
    route: about === "request" ? text("route") : null,
    events: about === "webhook" ? text("events") : null,
    customer: text("customer"),
    count: values.get("count") as number,
    probability: values.get("probability") as number,
    seed: text("seed"),
    options: Object.fromEntries(options.map(({ name }) => [name, values.get(name) ?? ""])),
  };
  if (kind === "webhook_delay" && wish.options["ms"] === 0 && wish.options["seconds"] === 0) {
    throw badOrder("ms", "A delay needs ms or seconds above zero.", ["ms", "seconds"]);
  }
  return wish;
}

function kindOf(sent: { [name: string]: unknown }): FaultKind {
  const { kind } = sent;
  if (typeof kind === "string" && isFaultKind(kind)) return kind;
  throw badOrder("kind", "kind must name a fault.", FAULT_KINDS);
}

function sentFields(body: string): { [name: string]: unknown } {
  if (!body.trimStart().startsWith("{")) return decodeForm(body) satisfies RawFields;
  try {
    return JSON.parse(body) as { [name: string]: unknown };
  } catch (cause) {
    throw Object.assign(badOrder("body", "The order is neither a form nor JSON.", ["kind=…&count=…"]), { cause });
  }
}

function valueOf(field: FaultField, sent: unknown): Value {
  if (sent === undefined || sent === null || sent === "") return field.default;
  switch (field.type) {
    case "integer":
    case "number":
      return numberOf(field, sent);
    case "boolean":
      return booleanOf(field, sent);
    case "choice":
      return choiceOf(field, sent);
    default:
      return textOf(field, sent);
  }
}

function numberOf(field: FaultField, sent: unknown): number {
  const { name, type, min = 0, max = Number.MAX_SAFE_INTEGER } = field;
  const value = typeof sent === "string" && /^\d+(\.\d+)?$/.test(sent) ? Number(sent) : sent;
  const fits = typeof value === "number" && value >= min && value <= max;
  if (fits && (type === "number" || Number.isInteger(value))) return value;
  const what = type === "integer" ? "a whole number" : "a number";
  throw badOrder(name, `${name} must be ${what} from ${min} to ${max}.`, [`${min} to ${max}`]);
}

function booleanOf({ name }: FaultField, sent: unknown): boolean {
  const text = typeof sent === "boolean" ? String(sent) : sent;
  if (text === "true" || text === "on") return true;
  if (text === "false") return false;
  throw badOrder(name, `${name} must be true or false.`, ["true", "false"]);
}

function choiceOf({ name, choices = [] }: FaultField, sent: unknown): string {
  if (typeof sent === "string" && choices.includes(sent)) return sent;
  throw badOrder(name, `${name} must be one of ${choices.join(", ")}.`, choices);
}

function textOf({ name, type, max = 0 }: FaultField, sent: unknown): string {
  if (typeof sent !== "string" || sent.length > max) {
    throw badOrder(name, `${name} must be a text of ${max} characters at most.`, []);
  }
  const value = sent.trim();
  const wrong = type === "route" ? routeFault(value) : undefined;
  if (wrong) throw badOrder(name, wrong, [String(SCOPES.request[0].help)]);
  if (type === "events" && !isEventsPattern(value)) {
    throw badOrder(name, `${value} names no events.`, [String(SCOPES.webhook[0].help)]);
  }
  return value;
}

function badOrder(param: string, message: string, allowed: readonly string[]): StripeFailure {
  return new StripeFailure(400, { type: "invalid_request_error", message, param, allowed });
}
