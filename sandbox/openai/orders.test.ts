import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOrders, OrderRequest } from "./orders";

const order = (more: Partial<OrderRequest> = {}): OrderRequest => ({
  fault: "cut",
  count: 1,
  model: undefined,
  ...more,
});

describe("orders", () => {
  test("go wrong as often as they say, and then no more", () => {
    const orders = createOrders();
    orders.add(order({ count: 2 }));
    expect([orders.take("a"), orders.take("b"), orders.take("a")]).toEqual(["cut", "cut", undefined]);
    expect(orders.list()).toEqual([]);
  });

  test("for one model leave the others alone", () => {
    const orders = createOrders();
    orders.add(order({ fault: "500", model: "parley-sage" }));
    expect(orders.take("parley-swift")).toBeUndefined();
    expect(orders.take("parley-sage")).toBe("500");
  });

  test("are used up in the order they were given, those that fit", () => {
    const orders = createOrders();
    orders.add(order({ fault: "500", model: "b" }));
    orders.add(order({ fault: "503" }));
    expect([orders.take("a"), orders.take("b"), orders.take("b")]).toEqual(["503", "500", undefined]);
  });

  test("are taken off one by one or all at once", () => {
    const orders = createOrders();
    const { id } = orders.add(order());
    orders.add(order({ fault: "503" }));
    expect([orders.remove(id), orders.remove(id), orders.list().length]).toEqual([true, false, 1]);
    orders.clear();
    expect(orders.list()).toEqual([]);
  });

  test("are not changed through what was listed", () => {
    const orders = createOrders();
    orders.add(order());
    orders.list()[0]!.remaining = 99;
    expect(orders.list()[0]?.remaining).toBe(1);
  });

  test("give exactly what was ordered, however they are mixed", () => {
    const model = fc.constantFrom("a", "b");
    const wanted = fc.record({
      fault: fc.constant("cut"),
      count: fc.integer({ min: 1, max: 3 }),
      model: fc.option(model, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 10 }), (requests) => {
        const orders = createOrders();
        for (const request of requests) orders.add(request);
        let taken = 0;
        for (const asked of ["a", "b"]) while (orders.take(asked) !== undefined) taken += 1;
        expect(taken).toBe(requests.reduce((sum, { count }) => sum + count, 0));
      }),
    );
  });
});

describe("an order as it is sent", () => {
  test("needs a fault only; a form sends its count as text, and no model as nothing", () => {
    expect(OrderRequest.parse({ fault: "cut" })).toEqual({ fault: "cut", count: 1, model: undefined });
    expect(OrderRequest.parse({ fault: "cut", count: "3", model: " " })).toMatchObject({ count: 3, model: undefined });
  });

  test.each([
    { fault: "none" },
    { fault: "cut", count: 0 },
    { fault: "cut", count: "many" },
    { fault: "cut", x: 1 },
    {},
  ])("%j is none", (body) => {
    expect(OrderRequest.safeParse(body).success).toBe(false);
  });
});
