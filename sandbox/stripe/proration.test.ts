import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, START_S } from "./testing/still-world";
import { MONTH_S, subscribed, amounts, moments, few } from "./testing/mid-month";

describe("the difference of a change in the middle of a month", () => {
  test("is credit for the old and charge for the new, by the second, rounded to the cent", () => {
    fc.assert(
      fc.property(amounts, amounts, moments, (old, fresh, after) => {
        const { world, swap, waiting } = subscribed(old);
        const next = world.price(fresh);
        world.advance(after);
        swap(next);
        const rest = MONTH_S - after;
        expect(waiting()).toEqual([-Math.round((old * rest) / MONTH_S) + 0, Math.round((fresh * rest) / MONTH_S)]);
      }),
      few,
    );
  });

  test("to a price of the same amount comes to nothing, whenever it is", () => {
    fc.assert(
      fc.property(amounts, moments, (amount, after) => {
        const { world, swap, waiting } = subscribed(amount);
        const twin = world.price(amount);
        world.advance(after);
        swap(twin);
        expect(waiting().reduce((a, b) => a + b, 0)).toBe(0);
      }),
      few,
    );
  });

  test("in the first second, credit is all that was paid and charge all that it costs", () => {
    fc.assert(
      fc.property(amounts, amounts, (old, fresh) => {
        const { world, swap, lines } = subscribed(old);
        swap(world.price(fresh), { proration_behavior: "always_invoice" });
        expect(lines()).toEqual([-old, fresh]);
      }),
      few,
    );
  });

  test("there and back at the same second costs nothing, whatever lies between", () => {
    fc.assert(
      fc.property(amounts, amounts, moments, (old, fresh, after) => {
        const { world, price, swap, waiting } = subscribed(old);
        const next = world.price(fresh);
        world.advance(after);
        swap(next);
        swap(price);
        expect(waiting().reduce((a, b) => a + b, 0)).toBe(0);
      }),
      few,
    );
  });

  test("as a preview at a fixed date is what the change then costs, however late it is made", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 3_600 }), (at, later) => {
        const [early, late] = [0, later].map((wait) => {
          const { world, swap, waiting } = subscribed(1900);
          const next = world.price(9900);
          world.advance(Math.min(at + wait, MONTH_S - 1));
          swap(next, { proration_date: START_S + at });
          return waiting();
        });
        expect(late).toEqual(early);
      }),
      few,
    );
  });

  test("more of the same is charged like another price", () => {
    const { world, price, swap, waiting } = subscribed(1000, 2);
    world.advance(MONTH_S / 2);
    swap(price, {}, 5);
    expect(waiting()).toEqual([-1000, 2500]);
  });

  test("a change of nothing costs nothing", () => {
    const { world, price, swap, waiting } = subscribed(1000, 2);
    world.advance(MONTH_S / 2);
    swap(price, {}, 2);
    expect(waiting()).toEqual([]);
    expect(world.all("invoices")).toHaveLength(1);
  });

  test("of one item leaves the other alone; an item taken off is credited, one put on is charged", () => {
    const { world, change, waiting, item } = subscribed(3100);
    const second = world.price(6200);
    world.advance(DAY_S);
    const { items } = change([{ price: second }]);
    expect(waiting()).toEqual([6000]);
    const { items: left } = change([{ id: item, deleted: true }]);
    expect(waiting()).toEqual([6000, -3000]);
    expect(left.data.map((each) => each.id)).toEqual([items.data[1]!.id]);
  });

  test("that would leave no item is refused", () => {
    const { world, id, item } = subscribed(1900);
    const fields = { items: [{ id: item, deleted: true }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([400, undefined, "items"]);
    expect(world.subscription(id).items.data).toHaveLength(1);
  });

  test.each<[Fields, string]>([
    [{ price: "price_none" }, "items[0][price]"],
    [{ quantity: 2 }, "items[0][price]"],
    [{ id: "si_none", quantity: 2 }, "items[0][id]"],
  ])("to %o is refused at %s", (ask, param) => {
    const { world, id } = subscribed(1900);
    expect(world.refused("POST", `/v1/subscriptions/${id}`, { items: [ask] })).toEqual([400, expect.anything(), param]);
  });

  test("to a price it already has in another item is refused", () => {
    const { world, id, price } = subscribed(1900);
    const fields = { items: [{ price }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([400, undefined, "items[0][price]"]);
  });
});
