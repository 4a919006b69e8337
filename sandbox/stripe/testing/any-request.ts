import fc from "fast-check";
import known from "../http/known-api.json";
import { allRoutes } from "../routes/all-routes";
import type { CollectionName } from "../store/wire";
import { DAY_S, START_S, StillWorld } from "./still-world";

type Shape = string | Shape[] | { [key: string]: Shape };
type Draw = fc.GeneratorValue;
type AnyRequest = { method: string; path: string; form: string };

/** What has broken parsers before. */
export const NASTY = [
  ["", "0", "-1", "1", "1.5", "1e400", "NaN", "99999999999999999", "-0", "true", "null", "undefined", "[]", "{}"],
  ["__proto__", "constructor", "toString", "\u0000", "a\r\nb", "+", "🎉", "../../etc", "http://", "*", "2147483648"],
  ["now", "usd", "USD", "month", "a".repeat(5_001), String(START_S + DAY_S), String(START_S - DAY_S)],
  ["pm_card_visa", "pm_card_createDispute", "pm_card_authenticationRequired", "pm_card_chargeDeclined", "tok_visa"],
].flat();
const NUMBERS = ["0", "1", "2", "3", "50", "100", "700", "-1", "1.5", "999999999999999", String(START_S + 40 * DAY_S)];

/** Where the things are that a part of a path or a parameter names. */
const HOMES: { [name: string]: CollectionName } = {
  configurations: "portal_configurations",
  invoiceitems: "invoice_items",
  payment_pages: "checkout_sessions",
  plans: "prices",
  sessions: "checkout_sessions",
  sources: "payment_methods",
  subscription_schedules: "schedules",
};

/** A world that has one of everything, so that ids lead somewhere. */
export function aFullWorld(): StillWorld {
  const world = new StillWorld();
  const price = world.price(1900, { lookup_key: "pro" });
  const once = world.price(500, { recurring: undefined });
  const customer = world.payer("pm_card_visa");
  world.subscribe(customer, price);
  world.subscribe(world.payer("pm_card_chargeCustomerFail"), price, { trial_period_days: 3 });
  const lines = { mode: "payment", success_url: "http://a.test/", line_items: [{ price: once, quantity: 1 }] };
  world.post("/v1/checkout/sessions", lines);
  world.post("/v1/invoiceitems", { customer, amount: 700, currency: "usd" });
  world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" });
  world.post("/v1/coupons", { percent_off: 20 });
  const pay = { amount: 900, currency: "usd", confirm: true };
  world.post("/v1/payment_intents", { ...pay, payment_method: "pm_card_createDispute" });
  world.post("/v1/payment_intents", { ...pay, payment_method: "pm_card_authenticationRequired" });
  world.post("/v1/payment_intents", { ...pay, payment_method: "pm_card_visa", capture_method: "manual" });
  world.post("/v1/setup_intents", { customer });
  world.post("/v1/test_helpers/test_clocks", { frozen_time: START_S });
  world.post("/v1/billing_portal/configurations", { features: { invoice_history: { enabled: true } } });
  world.post("/v1/webhook_endpoints", { url: "http://127.0.0.1:1/", enabled_events: ["*"] });
  const use = { display_name: "Use", event_name: "use", default_aggregation: { formula: "sum" } };
  world.post("/v1/billing/meters", use);
  return world;
}

const PARAMETERS = known.parameters as { [route: string]: Shape };

/** A request to a route that is there, about things that are there, with values that mostly fit. */
export function anyRequest(world: StillWorld, draw: Draw): AnyRequest {
  const { method, pattern } = pick(draw, allRoutes);
  const parts = pattern.split("/");
  const path = parts.map((part, i) =>
    part === ":id" ? encodeURIComponent(idIn(world, draw, parts[i - 1] ?? "")) : part,
  );
  const fields = fieldsOf(world, draw, PARAMETERS[`${method} ${pattern}`] ?? {}, "");
  const form = fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`);
  return { method, path: path.join("/"), form: form.join("&") };
}

function idIn({ world }: StillWorld, draw: Draw, name: string): string {
  const home = HOMES[name] ?? (name as CollectionName);
  const ids = world.all(home).map(({ id }) => id);
  return ids.length > 0 && draw(fc.nat, 9) > 0 ? pick(draw, ids) : pick(draw, NASTY);
}

function fieldsOf(world: StillWorld, draw: Draw, shape: Shape, at: string): [string, string][] {
  if (typeof shape === "string") return leaf(world, draw, shape, at);
  if (Array.isArray(shape)) return [[at, oneOf(draw, shape.map(String))]];
  if (shape["|"] !== undefined) return fieldsOf(world, draw, pick(draw, shape["|"] as Shape[]), at);
  const element = shape["[]"];
  if (element !== undefined) return fieldsOf(world, draw, element, `${at}[0]`);
  return Object.entries(shape).flatMap(([key, inner]) => {
    const isRequired = key.endsWith("!");
    const name = isRequired ? key.slice(0, -1) : key;
    if (!isRequired && draw(fc.nat, 99) > (LIKELY.has(name) ? 60 : 6)) return [];
    return fieldsOf(world, draw, inner, at === "" ? name : `${at}[${name}]`);
  });
}

/** Without these most requests would be refused for the same few reasons. */
const LIKELY = new Set(
  "customer items price product amount currency payment_method confirm line_items mode success_url unit_amount subscription invoice charge payment_intent percent_off duration recurring phases start_date from_subscription".split(
    " ",
  ),
);

function leaf(world: StillWorld, draw: Draw, shape: string, at: string): [string, string][] {
  if (shape === "m") return [[`${at}[a]`, pick(draw, NASTY)]];
  if (shape === "n") return [[at, oneOf(draw, NUMBERS)]];
  if (shape === "b") return [[at, oneOf(draw, ["true", "false"])]];
  if (at.startsWith("expand")) return [[at, pick(draw, ["customer", "data.customer", "latest_invoice.payments"])]];
  if (at.endsWith("url")) return [[at, "http://a.test/"]];
  if (at.includes("currency")) return [[at, oneOf(draw, ["usd", "jpy"])]];
  const name = /(\w+)\]?$/.exec(at)?.[1] ?? "";
  return [[at, idIn(world, draw, `${name.replace(/^(default|from)_/, "")}s`)]];
}

function oneOf(draw: Draw, words: string[]): string {
  return draw(fc.nat, 19) > 0 ? pick(draw, words) : pick(draw, NASTY);
}

function pick<T>(draw: Draw, of: readonly T[]): T {
  return draw((words: readonly T[]) => fc.constantFrom(...words), of);
}
