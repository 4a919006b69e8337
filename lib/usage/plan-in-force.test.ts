import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { planInForce } from "@/lib/usage/plan-in-force";
import { aPurse, NOW, now, PERIOD } from "@/lib/usage/testing/purses";

test("it is the running cycle's", async () => {
  expect(await planInForce(await aPurse(1n, "pro"), now)).toBe("pro");
});

test("whoever has no cycle yet, or whose cycle is over, gets the one that is due", async () => {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@parley.test`, createdAt: plusMs(NOW, -DAY_MS) } });
  expect(await planInForce(id, now)).toBe("free");
  expect(await db.ledgerAccount.count({ where: { userId: id, kind: "allowance" } })).toBe(1);
  const lapsed = await aPurse(1n, "pro");
  expect(await planInForce(lapsed, () => PERIOD.endsAt)).toBe("free");
});

test("nobody is not found", async () => {
  await expect(planInForce(newId(), now)).rejects.toMatchObject({ code: "not_found" });
});
