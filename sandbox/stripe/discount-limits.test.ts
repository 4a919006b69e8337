import { describe, expect, test } from "vitest";
import { DAY_S, type Fields } from "./testing/still-world";
import { shop } from "./testing/discount-shop";

describe("what is refused", () => {
  test.each<[Fields, string]>([
    [{}, "percent_off"],
    [{ percent_off: 101 }, "percent_off"],
    [{ percent_off: 10, amount_off: 10, currency: "usd" }, "percent_off"],
    [{ amount_off: 0, currency: "usd" }, "amount_off"],
    [{ amount_off: 10 }, "currency"],
    [{ percent_off: 10, duration: "repeating" }, "duration_in_months"],
    [{ percent_off: 10, duration_in_months: 3 }, "duration_in_months"],
    [{ percent_off: 10, redeem_by: 1 }, "redeem_by"],
  ])("a coupon of %o, at %s", (fields, param) => {
    const [status, , at] = shop().world.refused("POST", "/v1/coupons", fields);
    expect([status, at]).toEqual([400, param]);
  });

  test("a coupon whose day is over, or that was redeemed as often as it may be", () => {
    const { world, customer, coupon } = shop();
    const late = coupon({ percent_off: 10, redeem_by: world.nowS + DAY_S });
    const few = coupon({ percent_off: 10, max_redemptions: 1 });
    const ask = (off: string) => ({ customer, items: [{ price: world.price(100) }], discounts: [{ coupon: off }] });
    world.post("/v1/subscriptions", ask(few));
    world.advance(DAY_S);
    for (const off of [late, few]) {
      expect(world.get(`/v1/coupons/${off}`)).toMatchObject({ valid: false });
      expect(world.refused("POST", "/v1/subscriptions", ask(off))).toEqual([
        400,
        "coupon_expired",
        "discounts[0][coupon]",
      ]);
    }
  });

  test("a code of the same letters, of a coupon that is not, or with other signs than letters, digits and dashes", () => {
    const { world, coupon, code, promotion } = shop();
    const off = coupon({ percent_off: 10 });
    const { id } = code({ code: "SPRING", ...promotion(off) });
    const refused = (fields: Fields) => world.refused("POST", "/v1/promotion_codes", fields)[2];
    expect(refused({ code: "spring", ...promotion(off) })).toBe("code");
    expect(refused({ code: "a b", ...promotion(off) })).toBe("code");
    expect(refused(promotion("none"))).toBe("promotion[coupon]");
    world.post(`/v1/promotion_codes/${id}`, { active: false });
    const again = code({ code: "spring", ...promotion(off) });
    expect(world.refused("POST", `/v1/promotion_codes/${id}`, { active: true })[2]).toBe("code");
    expect(world.get("/v1/promotion_codes", { code: "Spring", active: true })).toMatchObject({
      data: [{ id: again.id }],
    });
  });

  test.each<[string, (other: string, now: number) => Fields]>([
    ["for somebody else", (other) => ({ customer: other })],
    ["whose day is over", (_other, now) => ({ expires_at: now + 10 })],
    ["that is not active", () => ({ active: false })],
    ["for first purchases only", () => ({ restrictions: { first_time_transaction: true } })],
  ])("a code %s", (_name, terms) => {
    const { world, customer, coupon, code, promotion, subscribe } = shop();
    subscribe(500);
    const made = code({ ...promotion(coupon({ percent_off: 10 })), ...terms(world.payer(), world.nowS) });
    world.advance(10);
    const fields = { customer, items: [{ price: world.price(100) }], discounts: [{ promotion_code: made.id }] };
    expect(world.refused("POST", "/v1/subscriptions", fields)[1]).toBe("promotion_code_invalid");
    expect(world.get(`/v1/promotion_codes/${made.id}`)).toMatchObject({ times_redeemed: 0 });
  });
});
