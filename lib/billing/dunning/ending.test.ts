import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endUnpaid } from "@/lib/billing/dunning/ending";
import { aRemotePayer } from "@/lib/billing/dunning/testing/remote";
import { afterDays } from "@/lib/billing/dunning/testing/story";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

type Whims = Parameters<typeof aRemotePayer>[1];

/** Somebody whose payment is missing, as projected a day after. */
async function aPayer(whims: Whims = {}) {
  const person = await aPerson();
  const customerId = `cus_${person.id}`;
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: customerId } });
  const payer = aRemotePayer(customerId, whims);
  const at = (days: number) => () => afterDays(days);
  const sync = (days: number) => syncCustomer(customerId, at(days), payer.desk.readAccount);
  const end = (days: number) => endUnpaid(payer.subscription.id, at(days), payer.desk);
  await sync(1);
  return { ...payer, person, sync, end };
}

async function lettersTo(userId: string): Promise<string[]> {
  const rows = await db.notification.findMany({ where: { userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(({ template }) => template);
}

const statusOf = async (id: string) => (await db.subscription.findUniqueOrThrow({ where: { id } })).status;
const endingOf = (subscriptionId: string) => db.unpaidEnding.findUnique({ where: { subscriptionId } });
const auditsOf = (subject: string) => db.auditEvent.count({ where: { action: "subscription.ended_unpaid", subject } });
const jobsFor = async (id: string) =>
  (await db.$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`billing.end-unpaid:${id}`}`).length;

describe("ending what nobody paid for", () => {
  test("takes the invoice back, ends it, is on record, and is told", async () => {
    const { subscription, invoice, person, end } = await aPayer();
    await end(7);
    expect([invoice.status, subscription.status]).toEqual(["void", "canceled"]);
    expect(await statusOf(subscription.id)).toBe("canceled");
    expect(await lettersTo(person.id)).toEqual(["payment-failed", "subscription-ended-unpaid"]);
    expect(await auditsOf(subscription.id)).toBe(1);
    expect((await endingOf(subscription.id))?.finishedAt).toEqual(afterDays(7));
  });

  test("again changes nothing, is not on record twice and not told twice", async () => {
    const { subscription, person, end, sync } = await aPayer();
    await Promise.all([end(7), end(7)]);
    await end(8);
    await sync(9);
    expect(await lettersTo(person.id)).toEqual(["payment-failed", "subscription-ended-unpaid"]);
    expect(await auditsOf(subscription.id)).toBe(1);
  });

  test("is asked for by the sync that finds the time over, not by one before", async () => {
    const { subscription, sync } = await aPayer();
    await sync(6.9);
    expect(await jobsFor(subscription.id)).toBe(0);
    await sync(7);
    expect(await jobsFor(subscription.id)).toBe(1);
  });

  test("before its time does nothing", async () => {
    const { subscription, end } = await aPayer();
    await end(6.9);
    expect(await statusOf(subscription.id)).toBe("past_due");
    expect(await endingOf(subscription.id)).toBeNull();
  });

  test("of what was paid since we looked does nothing", async () => {
    const { subscription, person, pay, end } = await aPayer();
    pay(afterDays(6));
    await end(7);
    expect(await statusOf(subscription.id)).toBe("active");
    expect(await lettersTo(person.id)).toEqual(["payment-failed", "payment-recovered"]);
  });

  test("yields to a payment that comes in that very moment", async () => {
    const { subscription, endedWhilePaid, person, end } = await aPayer({ paysAtLast: true });
    await end(7);
    expect(endedWhilePaid).toEqual([]);
    expect(await statusOf(subscription.id)).toBe("active");
    expect(await endingOf(subscription.id)).toBeNull();
    expect(await lettersTo(person.id)).toEqual(["payment-failed", "payment-recovered"]);
  });

  test("of a subscription that is none of ours is no error", async () => {
    await expect(endUnpaid("sub_of_nobody")).resolves.toBeUndefined();
  });
});

describe("a process that dies", () => {
  // Reading, taking the invoice back, ending, reading again.
  test.each([1, 2, 3, 4])(
    "at its call %i to Stripe is taken over from, also where Stripe revives what it holds",
    async (nth) => {
      const { subscription, person, crashAt, end } = await aPayer({ revivesOnVoid: true });
      crashAt(nth);
      await expect(end(7)).rejects.toThrow("died");
      expect((await endingOf(subscription.id)) !== null).toBe(nth > 1);
      await end(7.1);
      expect(await statusOf(subscription.id)).toBe("canceled");
      expect(await lettersTo(person.id)).toEqual(["payment-failed", "subscription-ended-unpaid"]);
      expect(await auditsOf(subscription.id)).toBe(1);
    },
  );
});

const steps = fc.array(
  fc.record({
    deed: fc.constantFrom("sync", "twice", "end", "crash", "pay"),
    hours: fc.integer({ min: 0, max: 60 }),
    crashAt: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 7 },
);

test("whatever happens in whatever order, each letter is one, and nothing that is paid for ends", async () => {
  const whims = fc.record({ revivesOnVoid: fc.boolean(), paysAtLast: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(steps, whims, async (history, whim) => {
      const payer = await aPayer(whim);
      const { subscription, invoice, person } = payer;
      let days = 1;
      for (const { deed, hours, crashAt } of history) {
        days += hours / 24;
        if (deed === "pay") payer.pay(afterDays(days));
        if (deed === "sync") await payer.sync(days);
        if (deed === "twice") await Promise.all([payer.sync(days), payer.sync(days)]);
        if (deed === "end") await payer.end(days);
        if (deed === "crash") {
          payer.crashAt(crashAt);
          await payer.end(days).catch(() => undefined);
          payer.crashAt(Number.POSITIVE_INFINITY);
        }
      }
      await payer.end(Math.max(days, 8));
      expect(payer.endedWhilePaid).toEqual([]);
      const isPaid = invoice.status === "paid";
      expect(await statusOf(subscription.id)).toBe(isPaid ? "active" : "canceled");
      expect(await auditsOf(subscription.id)).toBe(isPaid ? 0 : 1);

      const letters = await lettersTo(person.id);
      expect(new Set(letters).size).toBe(letters.length);
      expect([letters[0], letters.at(-1)]).toEqual([
        "payment-failed",
        isPaid ? "payment-recovered" : "subscription-ended-unpaid",
      ]);
      // Warnings go to whom we do not know to have paid.
      expect(letters.slice(1, -1).filter((one) => !["payment-reminder", "payment-last-notice"].includes(one))).toEqual(
        [],
      );
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 60_000);
