import { invalid, parameterMissing } from "./failures";
import type { RawFields, RawValue } from "./form";
import known from "./known-api.json";

/** See schema-judge/known-api.ts, which writes these from the SDK's declarations. */
export type Shape = string | Shape[] | { [key: string]: Shape };

const PARAMETERS = new Map<string, Shape>(Object.entries(known.parameters as { [route: string]: Shape }));
const ROUTES = new Set<string>(known.routes);

/** Whether the SDK has this route, e.g. `GET /v1/quotes/:id`. */
export function isKnownRoute(route: string): boolean {
  return ROUTES.has(route);
}

export function knownRoutes(): string[] {
  return [...ROUTES];
}

/**
 * Checks parameters against what the SDK declares for the route, and turns
 * text into numbers and booleans. Refuses, in Stripe's words, what Stripe would.
 */
export function readParameters(route: string, raw: RawFields, own?: Shape): unknown {
  const shape = own ?? shapeOf(route);
  return readObject(shape as { [key: string]: Shape }, raw, "");
}

/** What the SDK declares a route to take. */
export function shapeOf(route: string): Shape {
  return PARAMETERS.get(route) ?? {};
}

function read(shape: Shape, raw: RawValue, at: string): unknown {
  if (Array.isArray(shape)) return readWord(shape, raw, at);
  if (typeof shape === "string") return readLeaf(shape, raw, at);
  if ("|" in shape) return readOneOf(shape["|"], raw, at);
  if (shape["[]"] !== undefined) return readList(shape["[]"], raw, at);
  if (typeof raw === "string" || Array.isArray(raw)) throw invalid(`Invalid object`, at);
  return shape["{}"] === undefined ? readObject(shape, raw, at) : readEach(shape["{}"], raw, at);
}

function readObject(shape: { [key: string]: Shape }, raw: RawFields, at: string): unknown {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const inner = Object.hasOwn(shape, key) ? shape[key] : requiredShape(shape, key);
    const name = at === "" ? key : `${at}[${key}]`;
    if (inner === undefined) throw invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
    result[key] = read(inner, value, name);
  }
  for (const key of Object.keys(shape)) {
    if (!key.endsWith("!") || Object.hasOwn(raw, key.slice(0, -1))) continue;
    throw parameterMissing(at === "" ? key.slice(0, -1) : `${at}[${key.slice(0, -1)}]`);
  }
  return result;
}

/** Things by names that the caller chose. */
function readEach(shape: Shape, raw: RawFields, at: string): unknown {
  const entries = Object.entries(raw).map(([key, value]) => [key, read(shape, value, `${at}[${key}]`)] as const);
  return Object.fromEntries(entries);
}

/** A name that must be given is marked so in the shape. */
function requiredShape(shape: { [key: string]: Shape }, key: string): Shape | undefined {
  return Object.hasOwn(shape, `${key}!`) ? shape[`${key}!`] : undefined;
}

function readList(shape: Shape, raw: RawValue, at: string): unknown[] {
  const list = Array.isArray(raw) ? raw : sparseList(raw);
  if (!list) throw invalid("Invalid array", at);
  return list.map((value, i) => read(shape, value, `${at}[${i}]`));
}

/** A list whose numbers leave some out, in their order. */
function sparseList(raw: string | RawFields): RawValue[] | undefined {
  if (typeof raw === "string" || !Object.keys(raw).every((key) => /^\d{1,4}$/.test(key))) return undefined;
  // An object's number-like names come in the order of the numbers.
  return Object.values(raw);
}

function readLeaf(shape: string, raw: RawValue, at: string): unknown {
  if (shape === "*") return raw;
  if (shape === "m") return readMap(raw, at);
  if (typeof raw !== "string") throw invalid("Invalid string", at);
  if (shape === "n") return readNumber(raw, at);
  if (shape === "b") return readBoolean(raw, at);
  if (raw.length > 5_000) throw invalid("Invalid string: the limit is 5000 characters.", at);
  return raw;
}

function readBoolean(raw: string, at: string): boolean {
  if (raw !== "true" && raw !== "false") throw invalid(`Invalid boolean: ${raw}`, at);
  return raw === "true";
}

function readNumber(raw: string, at: string): number {
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(raw)) throw invalid(`Invalid integer: ${raw}`, at, "parameter_invalid_integer");
  return Number(raw);
}

function readMap(raw: RawValue, at: string): unknown {
  if (raw === "") return "";
  if (typeof raw === "string") throw invalid("Invalid hash", at);
  // Names that are numbers in a row were read as a list.
  if (Array.isArray(raw)) return readMap(Object.fromEntries(raw.entries()), at);
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value !== "string") throw invalid("Invalid string", `${at}[${key}]`);
    if (key.length > 40) throw invalid("Metadata keys can have up to 40 characters.", at);
    if (value.length > 500) throw invalid("Metadata values can have up to 500 characters.", `${at}[${key}]`);
  }
  if (Object.keys(raw).length > 50) throw invalid("Metadata can have up to 50 keys.", at);
  return raw;
}

function readWord(words: Shape[], raw: RawValue, at: string): string {
  if (typeof raw === "string" && words.includes(raw)) return raw;
  if (raw === "") throw cannotBeUnset(at);
  const shown = words.filter((w) => w !== "").map(String);
  const last = shown.pop() ?? "";
  const list = shown.length > 0 ? `${shown.join(", ")}, or ${last}` : last;
  throw invalid(`Invalid ${at}: must be one of ${list}`, at);
}

function cannotBeUnset(at: string) {
  const assumed = "We assume empty values are an attempt to unset a parameter; however";
  const message = `You passed an empty string for '${at}'. ${assumed} '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`;
  return invalid(message, at, "parameter_invalid_empty");
}

/** The first alternative that fits; if none does, what the last one says. */
function readOneOf(shapes: Shape | undefined, raw: RawValue, at: string): unknown {
  let refusal: unknown;
  for (const shape of Array.isArray(shapes) ? shapes : []) {
    try {
      return read(shape, raw, at);
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}
