import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_S, START_S, StillWorld } from "../testing/still-world";
import type { StripeFailure } from "./failures";
import { inRange, newestFirst, type PageParams, pageOf, type RangeParams } from "./paging";

type Thing = { id: string };
const things = (count: number): Thing[] => Array.from({ length: count }, (_, i) => ({ id: `t${i}` }));
const ids = (page: { data: Thing[] }) => page.data.map((thing) => thing.id);

/** All pages from the first on, as a caller walks them. */
function walk(all: Thing[], limit: number): string[][] {
  const pages: string[][] = [];
  for (let after: string | undefined; ; after = pages.at(-1)?.at(-1)) {
    const page = pageOf(all, { limit, ...(after === undefined ? {} : { starting_after: after }) }, "/u");
    pages.push(ids(page));
    if (!page.has_more) return pages;
  }
}

test("walking forwards shows every thing once, in order, in full pages but the last, whatever the limit", () => {
  fc.assert(
    fc.property(fc.nat(250), fc.integer({ min: 1, max: 100 }), (count, limit) => {
      const all = things(count);
      const pages = walk(all, limit);
      expect(pages.flat()).toEqual(all.map((thing) => thing.id));
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
      expect(pages).toHaveLength(Math.max(1, Math.ceil(count / limit)));
    }),
  );
});

test("a step back shows the page one came from", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 1, max: 50 }), fc.nat(), (count, limit, at) => {
      const all = things(count);
      const from = all[at % count]!;
      const place = all.indexOf(from);
      const back = pageOf(all, { limit, ending_before: from.id }, "/u");
      expect(ids(back)).toEqual(all.slice(Math.max(0, place - limit), place).map((thing) => thing.id));
      expect(back.has_more).toBe(place > limit);
    }),
  );
});

test("ten is the page that nobody asked for, and a list says where it is from", () => {
  expect(pageOf(things(11), {}, "/v1/things")).toMatchObject({
    object: "list",
    has_more: true,
    url: "/v1/things",
    data: { length: 10 },
  });
  expect(pageOf(things(10), {}, "/v1/things").has_more).toBe(false);
  expect(pageOf([], {}, "/v1/things")).toEqual({ object: "list", data: [], has_more: false, url: "/v1/things" });
});

test.each<[PageParams, string | undefined, string | undefined]>([
  [{ limit: 0 }, "limit", "parameter_invalid_integer"],
  [{ limit: -1 }, "limit", "parameter_invalid_integer"],
  [{ limit: 101 }, "limit", "parameter_invalid_integer"],
  [{ limit: 2.5 }, "limit", "parameter_invalid_integer"],
  [{ starting_after: "gone" }, "starting_after", "resource_missing"],
  [{ ending_before: "gone" }, "ending_before", "resource_missing"],
  [{ starting_after: "t1", ending_before: "t2" }, undefined, undefined],
])("%o is refused", (params, param, code) => {
  let refusal: StripeFailure | undefined;
  try {
    pageOf(things(5), params, "/u");
  } catch (error) {
    refusal = error as StripeFailure;
  }
  expect([refusal?.status, refusal?.body.param, refusal?.body.code]).toEqual([400, param, code]);
});

test("newest first turns the order of making round and leaves the list it was given", () => {
  const made = things(3);
  expect(newestFirst(made)).toEqual([{ id: "t2" }, { id: "t1" }, { id: "t0" }]);
  expect(made).toEqual(things(3));
});

test.each<[RangeParams | undefined, number[]]>([
  [undefined, [1, 2, 3, 4]],
  [2, [2]],
  [{}, [1, 2, 3, 4]],
  [{ gt: 2 }, [3, 4]],
  [{ gte: 2 }, [2, 3, 4]],
  [{ lt: 3 }, [1, 2]],
  [{ lte: 3 }, [1, 2, 3]],
  [{ gt: 1, lte: 3 }, [2, 3]],
  [{ gt: 3, lt: 2 }, []],
])("of 1 to 4 the range %o keeps %j", (range, kept) => {
  expect([1, 2, 3, 4].filter((value) => inRange(value, range))).toEqual(kept);
});

describe("every list", () => {
  /** A world where each list has something in it, made on three days. */
  function aFullWorld(): StillWorld {
    const world = new StillWorld();
    for (let day = 0; day < 3; day++) {
      const price = world.price(1900);
      const customer = world.payer("pm_card_visa");
      world.subscribe(customer, price);
      world.post("/v1/invoiceitems", { customer, amount: 5, currency: "usd" });
      world.post("/v1/setup_intents", { customer });
      const success_url = "http://localhost/";
      world.post("/v1/checkout/sessions", { mode: "subscription", success_url, line_items: [{ price }] });
      world.post("/v1/refunds", { charge: world.all("charges").at(-1)?.id, amount: 1 });
      world.post("/v1/webhook_endpoints", { url: "http://127.0.0.1:9/", enabled_events: ["*"] });
      world.post("/v1/billing_portal/configurations", { features: { invoice_history: { enabled: true } } });
      world.advance(DAY_S / 4);
    }
    return world;
  }

  const LISTS = [
    "/v1/customers",
    "/v1/products",
    "/v1/prices",
    "/v1/subscriptions",
    "/v1/invoices",
    "/v1/invoiceitems",
    "/v1/invoice_payments",
    "/v1/payment_intents",
    "/v1/setup_intents",
    "/v1/charges",
    "/v1/refunds",
    "/v1/balance_transactions",
    "/v1/checkout/sessions",
    "/v1/webhook_endpoints",
    "/v1/billing_portal/configurations",
    "/v1/events",
  ];

  test.each(LISTS)("%s goes newest first, and its pages of two hold each thing once", (path) => {
    const world = aFullWorld();
    type Page = { data: { id: string; created?: number; date?: number }[]; has_more: boolean; url: string };
    const whole = world.get(path, { limit: 100 }) as Page;
    expect(whole.data.length).toBeGreaterThanOrEqual(3);
    const times = whole.data.map((thing) => thing.created ?? thing.date ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times.at(-1)).toBe(START_S);
    const walked: string[] = [];
    for (let more = true; more; ) {
      const page = world.get(path, { limit: 2, starting_after: walked.at(-1) }) as Page;
      walked.push(...ids(page));
      more = page.has_more;
    }
    expect(walked).toEqual(ids(whole));
    expect(whole.url).toBe(path);
  });

  test.each(LISTS)("each thing of %s can be read by its id, and is the same there", (path) => {
    const world = aFullWorld();
    const { data } = world.get(path, { limit: 100 }) as { data: Thing[] };
    for (const thing of data) expect(world.get(`${path}/${thing.id}`)).toEqual(thing);
    expect(world.refused("GET", `${path}/none`)).toEqual([404, "resource_missing", "id"]);
  });

  test.each(LISTS.filter((path) => !/endpoints|configurations|payments$|setup|refunds|balance/.test(path)))(
    "%s can be narrowed to when things were made",
    (path) => {
      const world = aFullWorld();
      const count = (created: object | number) =>
        (world.get(path, { created, limit: 100 }) as { data: object[] }).data.length;
      const all = count({ gte: 0 });
      expect(count({ lt: START_S })).toBe(0);
      expect(count({ lte: START_S }) + count({ gt: START_S })).toBe(all);
      expect(count(START_S)).toBe(count({ gte: START_S, lte: START_S }));
      expect(count({ gt: START_S })).toBeLessThan(all);
    },
  );
});
