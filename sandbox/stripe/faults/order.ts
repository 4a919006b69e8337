import { type RawFields, decodeForm } from "../http/form";
import { StripeFailure } from "../http/failures";
import type { FaultKind } from "../store/wire-delivery";
import { isEventsPattern } from "./event-scope";
import { type FaultField, SCOPES } from "./fields";
import { FAULT_KINDS, fieldsOf, isFaultKind } from "./kinds";
import { routeFault } from "./route-scope";
import { type FaultWish, type FieldValue, wishOf } from "./wish";

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
  const wish = wishOf(kind, values);
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

function valueOf(field: FaultField, raw: unknown): FieldValue {
  const sent = typeof raw === "string" ? raw.trim() : (raw ?? "");
  if (sent === "") return field.default;
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

function numberOf({ name, type, min = 0, max = 0 }: FaultField, sent: unknown): number {
  const value = typeof sent === "string" && /^\d+(\.\d+)?$/.test(sent) ? Number(sent) : sent;
  if (typeof value === "number" && isWithin(value, min, max) && (type === "number" || Number.isInteger(value))) {
    return value;
  }
  const what = type === "integer" ? "a whole number" : "a number";
  throw badOrder(name, `${name} must be ${what} from ${min} to ${max}.`, [`${min} to ${max}`]);
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
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
  const wrong = type === "route" ? routeFault(sent) : undefined;
  if (wrong) throw badOrder(name, wrong, [String(SCOPES.request[0].help)]);
  if (type === "events" && !isEventsPattern(sent)) {
    throw badOrder(name, `${sent} names no events.`, [String(SCOPES.webhook[0].help)]);
  }
  return sent;
}

function badOrder(param: string, message: string, allowed: readonly string[]): StripeFailure {
  return new StripeFailure(400, { type: "invalid_request_error", message, param, allowed });
}
