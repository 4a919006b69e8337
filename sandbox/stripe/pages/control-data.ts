import type { Answer, PageRequest } from "../http/listener";
import { newestFirst } from "../http/paging";
import { idsIn } from "../http/route";
import type { Customer, Delivery, StripeEvent, Subscription } from "../store/wire";
import type { World } from "../store/world";
import { addPortal, giveCard, KEPT_CARDS, resend, startOver } from "./control-acts";
import { comingIn, landmarks } from "./control-coming";
import {
  cardFace,
  customerFace,
  customerOf,
  deliveryFace,
  eventFace,
  personOf,
  subscriptionFace,
} from "./control-faces";
import type { PagesParts } from "./parts";

const MAX_EVENTS = 500;
const PAGE_SIZE = 50;
const MAX_SHOWN = 100;

type Show = (parts: PagesParts, request: PageRequest, id: string) => object | undefined | Promise<object | undefined>;

const ROUTES: { method: string; pattern: string; show: Show }[] = [
  { method: "GET", pattern: "/coming", show: coming },
  { method: "GET", pattern: "/events", show: ({ world }, { query }) => happened(world, new URLSearchParams(query)) },
  {
    method: "GET",
    pattern: "/customers",
    show: ({ world }, { query }) => customers(world, new URLSearchParams(query)),
  },
  { method: "GET", pattern: "/customers/:id", show: ({ world }, _request, id) => customer(world, id) },
  { method: "POST", pattern: "/customers/:id/card", show: giveCard },
  { method: "POST", pattern: "/customers/:id/portal", show: addPortal },
  { method: "GET", pattern: "/endpoints", show: ({ world }) => endpoints(world) },
  {
    method: "GET",
    pattern: "/deliveries",
    show: ({ world }, { query }) => deliveries(world, new URLSearchParams(query)),
  },
  { method: "GET", pattern: "/deliveries/:id", show: ({ world }, _request, id) => delivery(world, id) },
  { method: "POST", pattern: "/resend", show: resend },
  { method: "POST", pattern: "/start_over", show: startOver },
];

/** What the control page shows and does, as JSON under `/_sandbox/control`. Nothing for a path that is not here. */
export async function controlData(parts: PagesParts, request: PageRequest): Promise<Answer | undefined> {
  const steps = request.path.replace(/^\/_sandbox\/control/, "").split("/");
  for (const { method, pattern, show } of ROUTES) {
    const ids = method === request.method ? idsIn(pattern.split("/"), steps) : undefined;
    if (!ids) continue;
    const shown = await show(parts, request, ids[0] ?? "");
    if (shown === undefined) return json(404, { error: { message: "It is not in this world.", type: "not_found" } });
    return json("error" in shown ? 400 : 200, shown);
  }
  return undefined;
}

/** The clock, what falls due next, and the newest event, from which on to ask what happened. */
function coming({ world, clock }: PagesParts): object {
  const all = comingIn(world);
  return {
    now: Math.floor(clock.nowMs() / 1000),
    offset_seconds: Math.round(clock.offsetMs() / 1000),
    customers: world.size("customers"),
    last_event: newestEvent(world),
    landmarks: landmarks(all),
    total: all.length,
    coming: all.slice(0, MAX_SHOWN),
  };
}

function newestEvent(world: World): string | null {
  for (const { id } of world.newest("events")) return id;
  return null;
}

/**
 * Events in the order they came: after one, until another, how many of each type, and those of the types asked for; with
 * `newest` only so many of these, the newest first.
 * Of updates that only begin a new period there are as many as invoices, and those say it better: they are left out.
 */
function happened(world: World, query: URLSearchParams): object {
  const range = between(world.all("events"), query.get("after"), query.get("until"));
  const counts: Record<string, number> = {};
  for (const { type } of range) counts[type] = (counts[type] ?? 0) + 1;
  const types = query.get("types")?.split(",");
  const newest = countIn(query.get("newest"));
  const wanted = range.filter((event) => (!types || types.includes(event.type)) && !isNewPeriod(event));
  return {
    counts,
    found: wanted.length,
    last_event: range.at(-1)?.id ?? null,
    events: (newest === undefined ? wanted : wanted.slice(-newest).toReversed())
      .slice(0, MAX_EVENTS)
      .map((event) => eventFace(world, event)),
  };
}

/** After one event, until another; none when the first is gone. */
function between(all: StripeEvent[], after: string | null, until: string | null): StripeEvent[] {
  const place = (id: string | null) => all.findIndex((event) => event.id === id);
  const isGone = after !== null && after !== "" && place(after) < 0;
  return all.slice(isGone ? all.length : place(after) + 1, until === null ? all.length : place(until) + 1);
}

/** A whole number above zero; nothing for anything else. */
function countIn(text: string | null): number | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

function isNewPeriod({ type, data }: StripeEvent): boolean {
  if (type !== "customer.subscription.updated") return false;
  const { items, latest_invoice: _, ...others } = (data.previous_attributes ?? {}) as Partial<Subscription>;
  if (!items || Object.keys(others).length > 0) return false;
  const pricesOf = (list: Subscription["items"] | undefined) => list?.data.map(({ price }) => price.id).join();
  return pricesOf(items) === pricesOf((data.object as Subscription).items);
}

function customers(world: World, query: URLSearchParams): object {
  const words = (query.get("q") ?? "").trim().toLowerCase();
  const found = newestFirst(world.all("customers")).filter((one) => isAbout(one, words));
  const { page, items } = pageIn(found, query);
  return {
    total: world.size("customers"),
    found: found.length,
    page,
    page_size: PAGE_SIZE,
    customers: items.map((one) => customerFace(world, one)),
  };
}

function isAbout({ id, name, email }: Customer, words: string): boolean {
  return words === "" || [id, name, email].some((text) => text?.toLowerCase().includes(words));
}

/** All of one customer: cards, subscriptions, invoices, and the newest events with how they were delivered. */
function customer(world: World, id: string): object | undefined {
  const found = world.find("customers", id);
  if (!found) return undefined;
  const events = newestFirst(world.all("events").filter((event) => customerOf(world, event) === id));
  return {
    customer: customerFace(world, found),
    cards: world.where("payment_methods", "customer", id).flatMap((card) => cardFace(card) ?? []),
    kept_cards: KEPT_CARDS,
    subscriptions: newestFirst(world.where("subscriptions", "customer", id)).map((one) => subscriptionFace(world, one)),
    invoices: newestFirst(world.where("invoices", "customer", id))
      .slice(0, MAX_SHOWN)
      .map(({ id: invoice, number, status, total, amount_remaining, currency, created, hosted_invoice_url: url }) => {
        return { id: invoice, number, status, total, amount_remaining, currency, created, url: url ?? null };
      }),
    events_total: events.length,
    events: events.slice(0, MAX_SHOWN).map((event) => ({
      ...eventFace(world, event),
      deliveries: world.where("deliveries", "event", event.id).map((one) => deliveryFace(world, one)),
    })),
  };
}

function endpoints(world: World): object {
  const count = (id: string) => {
    const states: Record<Delivery["state"], number> = { delivered: 0, pending: 0, failed: 0 };
    for (const { state } of world.where("deliveries", "endpoint", id)) states[state]++;
    return states;
  };
  return {
    endpoints: newestFirst(world.all("webhook_endpoints")).map(({ id, url, status, enabled_events, created }) => {
      return { id, url, status, enabled_events, created, ...count(id) };
    }),
  };
}

function deliveries(world: World, query: URLSearchParams): object {
  const [state, type, endpoint] = [query.get("state"), query.get("type"), query.get("endpoint")];
  const all = newestFirst(world.all("deliveries"));
  const typeOf = (one: Delivery): StripeEvent["type"] => world.find("events", one.event)?.type ?? "";
  const found = all.filter(
    (one) =>
      (!state || one.state === state) && (!endpoint || one.endpoint === endpoint) && (!type || typeOf(one) === type),
  );
  const { page, items } = pageIn(found, query);
  return {
    total: all.length,
    found: found.length,
    failed: all.filter((one) => one.state === "failed").length,
    page,
    page_size: PAGE_SIZE,
    types: [...new Set(all.map(typeOf))].filter(Boolean).toSorted(),
    deliveries: items.map((one) => deliveryFace(world, one)),
  };
}

/** One delivery with every try, and the event just as it is posted. */
function delivery(world: World, id: string): object | undefined {
  const found = world.find("deliveries", id);
  if (!found) return undefined;
  const event = world.find("events", found.event);
  return {
    ...deliveryFace(world, found),
    attempts: found.attempts,
    event_body: event ?? null,
    customer: event ? personOf(world, customerOf(world, event)) : null,
    endpoint_status: world.find("webhook_endpoints", found.endpoint)?.status ?? "gone",
  };
}

function pageIn<T>(items: T[], query: URLSearchParams): { page: number; items: T[] } {
  const page = countIn(query.get("page")) ?? 1;
  return { page, items: items.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE) };
}

function json(status: number, body: object): Answer {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { status, headers, body: JSON.stringify(body) };
}
