import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Charge } from "../store/wire";
import type { Fields } from "../testing/still-world";
import { anIntent } from "../testing/an-intent";

describe("giving back", () => {
  const paid = () => {
    const { world, intent } = anIntent({ payment_method: "pm_card_visa", confirm: true });
    const charge = () => world.all("charges")[0] as Charge;
    return { world, intent, charge, refund: (fields: Fields) => world.ask("POST", "/v1/refunds", fields) };
  };

  test("in any parts, never more than was paid; the charge and the balance agree", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), (parts) => {
        const { world, charge, refund } = paid();
        let back = 0;
        for (const amount of parts) {
          const isTaken = back + amount <= 1000;
          expect(refund({ charge: charge().id, amount }).status).toBe(isTaken ? 200 : 400);
          if (isTaken) back += amount;
          expect(charge()).toMatchObject({ amount_refunded: back, refunded: back === 1000 });
        }
        const refunds = world.all("balance_transactions").filter((each) => each.type === "refund");
        expect(refunds.reduce((sum, each) => sum + each.amount, 0) + back).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test("without an amount it is all that is left", () => {
    const { charge, refund, intent } = paid();
    refund({ charge: charge().id, amount: 300 });
    expect(refund({ payment_intent: intent.id }).body).toMatchObject({ amount: 700, status: "succeeded" });
    expect(charge().refunded).toBe(true);
    expect(refund({ charge: charge().id }).body).toHaveProperty("error.code", "charge_already_refunded");
  });

  test.each<[Fields, number]>([
    [{}, 400],
    [{ charge: "ch_none" }, 400],
    [{ payment_intent: "pi_none" }, 400],
    [{ amount: 0 }, 400],
  ])("with %o it is refused with %i", (fields, status) => {
    const { world, charge } = paid();
    const whole = "amount" in fields ? { charge: charge().id, ...fields } : fields;
    expect(world.refused("POST", "/v1/refunds", whole)[0]).toBe(status);
    expect(world.all("refunds")).toEqual([]);
  });

  test("what was never paid can not be given back", () => {
    const { world, path, intent } = anIntent();
    expect(world.refused("POST", "/v1/refunds", { payment_intent: intent.id })[0]).toBe(400);
    world.refused("POST", `${path}/confirm`, { payment_method: "pm_card_chargeDeclined" });
    expect(world.refused("POST", "/v1/refunds", { payment_intent: intent.id })[0]).toBe(400);
    expect(world.all("refunds")).toEqual([]);
  });
});
