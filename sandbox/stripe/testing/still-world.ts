import { Sweeper } from "../acts/sweeper";
import { type Clock, createClock } from "../clock";
import { FaultyApi } from "../faults/faulty-api";
import { Api, type ApiReply, type ApiRequest } from "../http/api";
import { allRoutes } from "../routes/all-routes";
import { includable } from "../routes/includable";
import type { CollectionName, Collections } from "../store/wire";
import { World, type WorldRecord } from "../store/world";
import { expectDeclared, expectNoFaults, NewEvents } from "./judged";

/** 1 March 2027, noon UTC: a month of 31 days follows one of 28. */
export const START_S = Date.UTC(2027, 2, 1, 12) / 1000;
export const DAY_S = 86_400;

type Reply = {
  status: number;
  headers: { [name: string]: string };
  body: unknown;
  fate?: ApiReply["fate"];
};
export type Fields = { [name: string]: unknown };

/**
 * The whole sandbox without a wire, a disk or a running clock: requests go in as
 * forms, replies come out as JSON, and time moves only when it is told to. Every
 * reply and every event is held against what the SDK declares.
 */
export class StillWorld {
  readonly world: World;
  readonly clock: Clock;
  readonly sweeper: Sweeper;
  private readonly api: FaultyApi;
  private wallMs = START_S * 1000;
  private requests = 0;
  private readonly events: NewEvents;

  constructor(world = new World("still")) {
    const clock = createClock(() => this.wallMs, world.find("settings", "clock_offset_ms")?.value ?? 0);
    const save = () => void world.commit();
    this.world = world;
    this.events = new NewEvents(world);
    this.clock = clock;
    this.api = new FaultyApi({ api: new Api({ world, clock, routes: allRoutes, includable }), world });
    this.sweeper = new Sweeper({ world, clock, origin: () => "http://here", save, afterSweep: () => {} });
  }

  /** The world as it would be after a stop and a start: all that was kept, read back. */
  restarted(): StillWorld {
    const kept = new World(this.world.seed);
    for (const record of this.world.snapshot()) kept.load(JSON.parse(JSON.stringify(record)) as WorldRecord);
    const again = new StillWorld(kept);
    again.wallMs = this.wallMs;
    again.requests = this.requests;
    return again;
  }

  get nowS(): number {
    return Math.floor(this.clock.nowMs() / 1000);
  }

  ask(method: string, path: string, fields: Fields = {}, more: Partial<ApiRequest> = {}): Reply {
    this.sweeper.sweep();
    const form = encodeForm(fields);
    const { status, body, headers, fate } = this.api.answer({
      method,
      path,
      query: method === "GET" ? form : "",
      body: method === "GET" ? "" : form,
      contentType: "application/x-www-form-urlencoded",
      stripeVersion: "2026-10-28.endive",
      authorization: "Bearer sk_test_123456789012",
      idempotencyKey: undefined,
      origin: "http://here",
      requestId: `req_${++this.requests}`,
      ...more,
    });
    this.world.commit();
    const read = JSON.parse(body) as unknown;
    if (fate?.kind !== "cut" && fate?.kind !== "hold") expectDeclared(`${method} ${path}`, status, read);
    this.judgeEvents();
    return { status, headers, body: read, ...(fate ? { fate } : {}) };
  }

  /** Fails where something was told of as the SDK does not declare it. */
  judgeEvents(): void {
    expectNoFaults(this.events.faults());
  }

  /** The body of a reply that must be a success. */
  do(method: string, path: string, fields: Fields = {}): unknown {
    const { status, body } = this.ask(method, path, fields);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  post(path: string, fields: Fields = {}): unknown {
    return this.do("POST", path, fields);
  }

  get(path: string, fields: Fields = {}): unknown {
    return this.do("GET", path, fields);
  }

  /** `[status, code, param]` of a request that must be refused. */
  refused(method: string, path: string, fields: Fields = {}): [number, string | undefined, string | undefined] {
    const { status, body } = this.ask(method, path, fields);
    if (status < 400) throw new Error(`${method} ${path} was taken`);
    const { code, param } = (body as { error: { code?: string; param?: string } }).error;
    return [status, code, param];
  }

  /** Moves time on and does all that falls due on the way. */
  advance(seconds: number): void {
    this.wallMs += seconds * 1000;
    this.sweeper.sweep();
    this.judgeEvents();
  }

  all<N extends CollectionName>(name: N): Collections[N][] {
    return this.world.all(name);
  }

  /** The types of all events so far that begin so, oldest first. */
  told(prefix = ""): string[] {
    return this.all("events").flatMap(({ type }) => (type.startsWith(prefix) ? type : []));
  }

  /** A product with a price; months unless it is said otherwise. */
  price(unitAmount: number, more: Fields = {}): string {
    const { id: product } = this.post("/v1/products", { name: "Pro" }) as { id: string };
    const fields = { product, currency: "usd", unit_amount: unitAmount, recurring: { interval: "month" }, ...more };
    return (this.post("/v1/prices", fields) as { id: string }).id;
  }

  /** A customer, with this card charged by default if one is named. */
  payer(card?: string): string {
    const fields = card ? { payment_method: card, invoice_settings: { default_payment_method: card } } : {};
    return (this.post("/v1/customers", fields) as { id: string }).id;
  }

  subscribe(customer: string, price: string, more: Fields = {}): Collections["subscriptions"] {
    return this.post("/v1/subscriptions", { customer, items: [{ price }], ...more }) as Collections["subscriptions"];
  }

  subscription(id: string): Collections["subscriptions"] {
    return this.get(`/v1/subscriptions/${id}`) as Collections["subscriptions"];
  }

  /** A customer's invoices, newest first. */
  invoices(customer: string): Collections["invoices"][] {
    return (this.get("/v1/invoices", { customer, limit: 100 }) as { data: Collections["invoices"][] }).data;
  }
}

/** Writes fields as the SDK does; what is undefined is left out. */
function encodeForm(fields: Fields): string {
  return Object.entries(fields)
    .flatMap(([key, value]) => pairs(key, value))
    .join("&");
}

function pairs(at: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null)
    return [
      `${encodeURIComponent(at)}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`,
    ];
  return Object.entries(value).flatMap(([key, inner]) => pairs(`${at}[${key}]`, inner));
}
