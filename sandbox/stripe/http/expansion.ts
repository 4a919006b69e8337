import type { CollectionName, Collections, List } from "../store/wire";
import type { World } from "../store/world";
import { invalid, StripeFailure } from "./failures";

type Fields = { [key: string]: unknown };

/** A list's `data` counts: `data.items.data.price.product` is refused. */
const MAX_DEPTH = 4;

/** Which collection an id belongs to, by how it begins. */
const HOMES: [prefix: string, home: CollectionName][] = [
  ["cus_", "customers"],
  ["prod_", "products"],
  ["price_", "prices"],
  ["pm_", "payment_methods"],
  ["seti_", "setup_intents"],
  ["pi_", "payment_intents"],
  ["ch_", "charges"],
  ["re_", "refunds"],
  ["txn_", "balance_transactions"],
  ["sub_sched_", "schedules"],
  ["sub_", "subscriptions"],
  ["in_", "invoices"],
  ["ii_", "invoice_items"],
  ["cs_", "checkout_sessions"],
  ["bpc_", "portal_configurations"],
  ["promo_", "promotion_codes"],
  ["di_", "discounts"],
  ["cn_", "credit_notes"],
];

/** What is found by the field it stands in, because whoever makes it may choose its id. */
const FIELDS = new Map<string, CollectionName>([["coupon", "coupons"]]);

/** Where what was deleted is kept for those that still name it. */
const REMAINS: Readonly<Record<string, CollectionName>> = {
  customers: "deleted_customers",
  coupons: "deleted_coupons",
};

/** Names of things that Stripe shows as a name only, whatever is asked. */
const NAMES = new Set([
  "billing_portal.session.customer",
  "charge.payment_method",
  "line_item.invoice",
  "subscription_item.subscription",
]);

/** A field that is only there when asked for, by "object.field". */
export type Includable = (world: World, owner: Fields) => unknown;

/**
 * A copy of a reply with the asked paths filled in.
 * Throws what Stripe says of a path that leads nowhere or too deep.
 */
export function expand(world: World, reply: object, paths: string[], includable: Map<string, Includable>): object {
  if (paths.length === 0) return reply;
  const copy = structuredClone(reply) as Fields;
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > MAX_DEPTH) throw tooDeep(path);
    // A count is asked for like a reference, but there is nothing to fill in.
    if (path === "total_count" && Object.hasOwn(copy, path)) continue;
    fill({ world, includable, path }, copy, steps);
  }
  return copy;
}

type Walk = { world: World; includable: Map<string, Includable>; path: string };

function fill(walk: Walk, owner: Fields, steps: string[]): void {
  const [step] = steps;
  if (step === undefined) return;
  // What people noted is theirs, even where it looks like a name of ours.
  if (step === "metadata" && steps.length > 1) throw cannot(walk.path);
  if (step === "id" || NAMES.has(`${String(owner["object"])}.${step}`)) throw cannot(walk.path);
  if (!Object.hasOwn(owner, step)) owner[step] = included(walk, owner, step);
  owner[step] = filled(walk, owner[step], steps);
}

function filled(walk: Walk, value: unknown, steps: string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(walk, each, steps));
  const [step = "", ...rest] = steps;
  const thing = typeof value === "string" ? fetched(walk.world, value, FIELDS.get(step)) : value;
  if (isFields(thing)) fill(walk, thing, rest);
  else if (thing !== null && thing !== undefined) throw cannot(walk.path);
  return thing;
}

function included({ world, includable, path }: Walk, owner: Fields, step: string): unknown {
  const include = includable.get(`${String(owner["object"])}.${step}`);
  if (!include) throw cannot(path);
  return structuredClone(include(world, owner));
}

/** The thing an id names; the id itself where it names nothing that is kept here. */
function fetched(world: World, id: string, own: CollectionName | undefined): unknown {
  const home = own ?? HOMES.find(([prefix]) => id.startsWith(prefix))?.[1];
  const remains = home && REMAINS[home];
  const thing = home && (world.find(home, id) ?? (remains && world.find(remains, id)));
  return thing ? structuredClone(thing) : id;
}

function tooDeep(path: string) {
  const message = `You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`;
  return new StripeFailure(400, { code: "property_expansion_max_depth", message, type: "invalid_request_error" });
}

function cannot(path: string) {
  return invalid(`This property cannot be expanded (${path}).`, "expand");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

export function listOf<N extends CollectionName>(items: Collections[N][], url: string): List<Collections[N]> {
  return { object: "list", data: items, has_more: false, url };
}
