import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerPage } from "./customers/customer-page";
import { customersPage } from "./customers/customers-page";
import { faultsPage } from "./faulty/faults-page";
import { pager } from "./pager";
import { timePage } from "./time/time-page";
import { deliveryPage } from "./webhooks/delivery-page";
import { webhooksPage } from "./webhooks/webhooks-page";

/** Every page, where each text of the world is this one. */
function pagesOf(text: string): Record<string, string> {
  const person = { id: text, name: text, email: text };
  const card = { id: text, brand: text, last4: text, exp_month: 1, exp_year: 2030 };
  const item = { plan: text, unit_amount: 1900, currency: text, interval: text, interval_count: 2, quantity: 1 };
  const subscription = { id: text, status: text, cancel_at: 1, trial_end: 1, ended_at: null, card };
  const bought = { ...subscription, items: [{ ...item, current_period_end: 1 }] };
  const customer = {
    ...person,
    balance: -5,
    currency: text,
    created: 1,
    test_clock: text,
    card,
    subscriptions: [bought],
  };
  const attempt = { atMs: 1, status: null, error: text, durationMs: 1, answer: text };
  const row = { id: text, event: text, endpoint: text, url: text, state: "pending" as const, nextAttemptAtMs: 1 };
  const delivery = { ...row, type: text, created: 1, customer: person, tries: 1, last: attempt };
  const base = { id: text, created: 1, pending_webhooks: 0, previous: null, plan: text, customer: person };
  const event = { ...base, type: "charge.failed", object: { failure_message: text, currency: text } };
  const coming = { at: 1, what: text, id: text, customer: person, plan: text, amount: 5, currency: text };
  const endpoint = {
    id: text,
    url: text,
    status: text,
    enabled_events: [text],
    created: 1,
    delivered: 1,
    pending: 0,
    failed: 1,
  };
  const invoice = { id: text, number: text, status: text, total: 1, amount_remaining: 1, currency: text, created: 1 };
  const field = { name: text, type: "choice", label: text, help: text, default: text, choices: [text] };
  const order = {
    id: text,
    kind: text,
    route: text,
    events: null,
    customer: text,
    count: 1,
    left: 1,
    probability: 0.5,
  };
  const paged = { page: 1, page_size: 50, found: 99 };
  const fields = [field, { ...field, type: "route" }, { ...field, type: "boolean" }, { ...field, type: "integer" }];
  return {
    time: timePage(
      {
        now: 1,
        offset_seconds: 99,
        customers: 1,
        last_event: text,
        landmarks: { renewal: 1, trial_end: 2, retry: null },
        total: 1,
        coming: [coming],
      },
      { counts: {}, found: 1, last_event: text, events: [event] },
      { text, isProblem: true },
    ),
    customers: customersPage({ ...paged, total: 99, customers: [customer] }, text),
    customer: customerPage(
      {
        customer,
        cards: [card, { ...card, id: `${text}2` }],
        kept_cards: [
          { card: text, does: text },
          { card: text, does: text },
        ],
        subscriptions: [bought],
        invoices: [
          { ...invoice, url: `https://x.test/${text}` },
          { ...invoice, url: `javascript:${text}` },
        ],
        events_total: 9,
        events: [{ ...event, deliveries: [delivery] }],
      },
      { text, isProblem: false },
    ),
    webhooks: webhooksPage({
      endpoints: [endpoint],
      list: { ...paged, total: 99, failed: 1, types: [text], deliveries: [delivery] },
      filter: { state: text, type: text },
    }),
    delivery: deliveryPage({ ...delivery, attempts: [attempt], event_body: { [text]: text }, endpoint_status: text }),
    faults: faultsPage({
      stripe: {
        kinds: [{ kind: text, about: "request", title: text, does: text, fields }],
        orders: [{ ...order, card: text }],
      },
      model: {
        armed: [{ id: text, fault: text, model: text, remaining: 1 }],
        faults: [{ name: text, does: text }],
        models: [text],
        pace: { ttftMs: 1, tokensPerSecond: 1 },
        calls: [],
      },
      mail: [{ route: "/", status: 500, count: 1 }],
    }),
  };
}

const tags = (page: string) => page.match(/<\/?[a-z][a-z0-9]*/giu);
const attributes = (page: string) => page.match(/ [a-z-]+="/gu);

describe("what an enemy wrote", () => {
  test("adds no element and no attribute to any page", () => {
    const plain = pagesOf("x");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", minLength: 1 }),
          fc.constantFrom(`"><script>alert('x')</script>`, "constructor", "__proto__"),
        ),
        (evil) => {
          for (const [name, page] of Object.entries(pagesOf(evil))) {
            const body = page.replace(/<title>[\s\S]*?<\/title>/u, "");
            const wanted = plain[name]!.replace(/<title>[\s\S]*?<\/title>/u, "");
            expect([name, tags(body)]).toEqual([name, tags(wanted)]);
          }
        },
      ),
    );
    for (const [name, page] of Object.entries(pagesOf(`" onload="x' onclick='y`))) {
      expect([name, attributes(page)]).toEqual([name, attributes(plain[name]!)]);
      expect(page).not.toMatch(/ onload="| onclick='/u);
    }
  });

  test("makes no address of anything but a web address", () => {
    const { customer = "" } = pagesOf("alert(1)");
    expect(customer).toContain('href="https://x.test/alert(1)"');
    expect(customer).not.toMatch(/href="javascript:/u);
  });
});

describe("the pages of a list", () => {
  const hrefs = (page: number, found: number) =>
    pager("/list", { page, page_size: 50, found }, { q: "a&b", type: "" })?.source.match(/page=\d+/gu) ?? null;

  test.each<[page: number, found: number, links: string[] | null]>([
    [1, 0, null],
    [1, 50, null],
    [1, 51, ["page=2"]],
    [2, 51, ["page=1"]],
    [2, 150, ["page=1", "page=3"]],
    [9, 51, ["page=2"]],
  ])("page %d of %d things leads to %j", (page, found, links) => {
    expect(hrefs(page, found)).toEqual(links);
  });

  test("keep what was asked, as an address writes it, without what was not", () => {
    const { source } = pager("/list", { page: 1, page_size: 50, found: 51 }, { q: "a&b", type: "" })!;
    expect(source).toContain('href="/list?q=a%26b&#38;page=2"');
  });
});
