import fc from "fast-check";
import { expect, test } from "vitest";
import { planStatusGrid } from "@/components/admin/plan-status-grid";

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

test("plans go down and statuses across, from being paid for to being over", () => {
  const grid = planStatusGrid([
    { plan: "enterprise", status: "canceled", count: 2 },
    { plan: null, status: "active", count: 1 },
    { plan: "pro", status: "brand_new", count: 4 },
    { plan: "pro", status: "active", count: 7 },
    { plan: "pro", status: "trialing", count: 3 },
  ]);
  expect(grid).toEqual({
    statuses: ["active", "trialing", "canceled", "brand_new"],
    rows: [
      { plan: "pro", counts: [7, 3, 0, 4], total: 14 },
      { plan: "enterprise", counts: [0, 0, 2, 0], total: 2 },
      { plan: null, counts: [1, 0, 0, 0], total: 1 },
    ],
    totals: [8, 3, 2, 4],
    total: 17,
  });
});

test("without subscriptions there is nothing to show", () => {
  expect(planStatusGrid([])).toEqual({ statuses: [], rows: [], totals: [], total: 0 });
});

test("nothing is lost or counted twice, whatever there is", () => {
  const cell = fc.record({
    plan: fc.constantFrom("free" as const, "pro" as const, "enterprise" as const, null),
    status: fc.constantFrom("active", "canceled", "trialing", "unheard_of"),
    count: fc.nat(1_000),
  });
  fc.assert(
    fc.property(fc.array(cell), (subscriptions) => {
      const { rows, totals, total } = planStatusGrid(subscriptions);
      expect(total).toBe(sum(subscriptions.map(({ count }) => count)));
      expect(sum(totals)).toBe(total);
      expect(sum(rows.map((row) => row.total))).toBe(total);
      for (const row of rows) expect(sum(row.counts)).toBe(row.total);
    }),
  );
});
