import { db } from "@/lib/db/client";

type Sums = Record<string, string>;

/** The sums as they are kept, and as they come out when every row is counted one by one. What is nothing is left out. */
export async function recounted(): Promise<{ kept: Sums; counted: Sums }> {
  return { kept: await keptSums(), counted: await countedSums() };
}

async function keptSums(): Promise<Sums> {
  const add = adder();
  for (const { grain, startsOn, currency, measure, plan, count, amountMinor } of await db.billingSum.findMany()) {
    add([grain, startsOn.toISOString().slice(0, 10), currency, measure, plan], count, amountMinor);
  }
  for (const row of await db.subscriptionTally.findMany()) {
    const { plan, status, currency, interval, intervalCount, priceMinor, count, yearlyMinor } = row;
    add([plan, status, currency, interval, intervalCount, priceMinor], count, yearlyMinor);
  }
  return add.sums();
}

async function countedSums(): Promise<Sums> {
  const add = adder();
  for (const { at, currency, kind, beforeYearlyMinor, afterYearlyMinor } of await db.recurringChange.findMany()) {
    const day = at.toISOString().slice(0, 10);
    const more = afterYearlyMinor - beforeYearlyMinor;
    add(["day", day, currency, kind, null], 1, more);
    add(["month", `${day.slice(0, 8)}01`, currency, kind, null], 1, more);
  }
  const subscriptions = await db.subscription.findMany();
  const plans = new Map(subscriptions.map(({ id, plan }) => [id, plan]));
  for (const { stripeCreatedAt, currency, subscriptionId, amountPaidMinor } of await db.invoice.findMany()) {
    const day = stripeCreatedAt.toISOString().slice(0, 10);
    const plan = plans.get(subscriptionId ?? "") ?? null;
    if (amountPaidMinor > 0) add(["day", day, currency, "paid", plan], 1, BigInt(amountPaidMinor));
  }
  for (const row of subscriptions) {
    const { plan, status, currency, interval, intervalCount, unitAmountMinor, quantity, yearlyMinor } = row;
    add([plan, status, currency, interval, intervalCount, unitAmountMinor * quantity], 1, yearlyMinor);
  }
  return add.sums();
}

function adder() {
  const sums = new Map<string, { count: number; amount: bigint }>();
  const add = (key: readonly unknown[], count: number, amount: bigint) => {
    const name = key.join(" ");
    const sum = sums.get(name) ?? { count: 0, amount: 0n };
    sums.set(name, { count: sum.count + count, amount: sum.amount + amount });
  };
  add.sums = (): Sums =>
    Object.fromEntries(
      [...sums]
        .filter(([, { count, amount }]) => count !== 0 || amount !== 0n)
        .map(([name, { count, amount }]) => [name, `${count} ${amount}`]),
    );
  return add;
}
