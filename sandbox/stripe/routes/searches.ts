import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { searchPageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { isFound, readQuery, type SearchFault, type SearchFields } from "../rules/search-query";
import type { Step } from "../store/step";
import type { Charge, Invoice } from "../store/wire";

const TOKEN = { kind: "token" } as const;
const TEXT = { kind: "string" } as const;
const NUMBER = { kind: "numeric" } as const;
const ALL = { created: NUMBER, metadata: TOKEN };

type Searchable = "charges" | "customers" | "invoices" | "payment_intents" | "prices" | "products" | "subscriptions";

/** What Stripe lets each kind of thing be searched by (docs.stripe.com/search, "Query fields"). */
const FIELDS: { [name in Searchable]: SearchFields } = {
  charges: {
    ...ALL,
    amount: NUMBER,
    "billing_details.address.postal_code": TOKEN,
    currency: TOKEN,
    customer: TOKEN,
    disputed: TOKEN,
    "payment_method_details.card.brand": TOKEN,
    "payment_method_details.card.exp_month": TOKEN,
    "payment_method_details.card.exp_year": TOKEN,
    "payment_method_details.card.fingerprint": TOKEN,
    "payment_method_details.card.last4": TOKEN,
    refunded: { kind: "token", read: refundedOf },
    status: TOKEN,
  },
  customers: { ...ALL, email: TEXT, name: TEXT, phone: TEXT },
  invoices: {
    ...ALL,
    currency: TOKEN,
    customer: TOKEN,
    last_finalization_error_code: {
      kind: "token",
      read: (invoice) => (invoice as Invoice).last_finalization_error?.code,
    },
    last_finalization_error_type: {
      kind: "token",
      read: (invoice) => (invoice as Invoice).last_finalization_error?.type,
    },
    number: TEXT,
    receipt_number: TEXT,
    status: TEXT,
    subscription: {
      kind: "string",
      read: (invoice) => (invoice as Invoice).parent?.subscription_details?.subscription,
    },
    total: NUMBER,
  },
  payment_intents: { ...ALL, amount: NUMBER, currency: TOKEN, customer: TOKEN, status: TOKEN },
  prices: { metadata: TOKEN, active: TOKEN, currency: TOKEN, lookup_key: TEXT, product: TEXT, type: TOKEN },
  products: { metadata: TOKEN, active: TOKEN, description: TEXT, name: TEXT, shippable: TOKEN, url: TEXT },
  subscriptions: { ...ALL, canceled_at: NUMBER, status: TOKEN },
};

export const searchRoutes: Route[] = (Object.keys(FIELDS) as Searchable[]).map((name) =>
  route<Stripe.CustomerSearchParams>(`GET /v1/${name}/search`, (step, params) => search(step, name, params)),
);

/** Newest first, and unlike at Stripe at once: what was just made is found. */
function search(step: Step, name: Searchable, params: Stripe.CustomerSearchParams): object {
  const fields = FIELDS[name];
  const query = readQuery(params.query, fields);
  if ("kind" in query) throw invalid(wordsFor(query, name), "query");
  const all = listed(step.world, name);
  const isWanted = (thing: object) => isFound(thing, query, fields);
  const page = searchPageOf(all, isWanted, { ...params, url: `/v1/${name}/search` });
  const counts = params.expand?.includes("total_count") === true;
  return counts ? { ...page, total_count: [...all.filter(isWanted).from()].length } : page;
}

function wordsFor({ kind, field = "" }: SearchFault, name: Searchable): string {
  const docs = `See http://stripe.com/docs/search#query-fields-for-${name.replace("_", "-")}`;
  switch (kind) {
    case "field":
      return `Field \`${field}\` is an unsupported search field for resource \`${name}\`. ${docs} for a list of supported fields.`;
    case "operator":
      return `Field \`${field}\` can not be compared so. ${docs} for what each field takes: \`~\` wants three characters of a string, \`>\` and \`<\` a number.`;
    case "mixed":
      return "A query joins its clauses by AND or by OR, not by both.";
    case "too_many":
      return "A query has ten clauses at most.";
    default:
      return 'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.';
  }
}

/** Whether all was given back; nothing where nothing was taken. */
function refundedOf(charge: object): boolean | null {
  const { paid, refunded } = charge as Charge;
  return paid ? refunded : null;
}
