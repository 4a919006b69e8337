import fs from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { cancel, extendTrial, refund } from "@/lib/billing/actions-by-admin/acts";
import { comp, compPlan } from "@/lib/billing/actions-by-admin/comp";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { goOn, pausePlan } from "@/lib/billing/changes/pause";
import { cancelPlan, dropChange, keepPlan, planForPeriodEnd, resumePlan } from "@/lib/billing/changes/period-end";
import { aYes, payBy } from "@/lib/billing/changes/testing/subscriber";
import { startCheckout } from "@/lib/billing/checkout";
import { subscribeWithSavedCard } from "@/lib/billing/checkout-saved-card";
import { buyCredits } from "@/lib/billing/packs/buy";
import { openPayment } from "@/lib/billing/packs/selling";
import { aPress } from "@/lib/billing/packs/testing/shopper";
import { ensurePrices } from "@/lib/billing/provision";
import { takeBackInvitation } from "@/lib/billing/seats/invite";
import { takeSeat } from "@/lib/billing/seats/join";
import { leaveTeam, removeMember } from "@/lib/billing/seats/leave";
import { aMember, aTeam, invited, putSeats } from "@/lib/billing/seats/testing/team";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/*
 * Every button that has to do with money, pressed twice at once, does what it does when it is pressed once: one person
 * presses once, another twice, and then both have the same.
 */

type Somebody = { person: Viewer; customer: string };
/** Brings somebody before the button, and returns what pressing it is: a form that is sent twice is sent the same. */
type Button = (one: Somebody) => Promise<() => Promise<unknown>>;

const PRO = { plan: "pro", interval: "month" } as const;
const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;

async function paysFor({ customer }: Somebody, plan: "pro" | "enterprise" = "pro", trial = false) {
  const { id } = await subscribeAtStripe(customer, { plan, trial });
  await syncCustomer(customer);
  return id;
}

async function paysForSeats({ person, customer }: Somebody) {
  const id = await paysFor({ person, customer }, "enterprise");
  await putSeats({ id, customerId: customer }, 3);
}

let admin: Viewer;
beforeAll(async () => {
  await ensurePrices();
  admin = await aPerson({ role: "admin" });
});

const act = ({ person }: Somebody) => ({ actId: newId(), userId: person.id, reason: "They asked." });

const BUTTONS: Record<string, Button> = {
  "app/api/stripe/checkout-session":
    async ({ person }) =>
    () =>
      startCheckout(person, PRO),
  "app/api/stripe/create-subscription":
    async ({ person }) =>
    () =>
      subscribeWithSavedCard(person, PRO),
  "app/(app)/billing/actions.ts#accept": async (one) => {
    await paysFor(one);
    const yes = await aYes(one.person, ENTERPRISE);
    return () => acceptQuote(one.person, yes);
  },
  "app/(app)/billing/actions.ts#planAhead": async (one) => {
    await paysFor(one, "enterprise");
    return () => planForPeriodEnd(one.person, PRO);
  },
  "app/(app)/billing/actions.ts#keep": async (one) => {
    await paysFor(one, "enterprise");
    await planForPeriodEnd(one.person, PRO);
    return () => keepPlan(one.person);
  },
  "app/(app)/billing/actions.ts#cancel": async (one) => {
    await paysFor(one);
    return () => cancelPlan(one.person, { reason: "unused" });
  },
  "app/(app)/billing/actions.ts#resume": async (one) => {
    await paysFor(one);
    await cancelPlan(one.person, {});
    return () => resumePlan(one.person);
  },
  "app/(app)/billing/actions.ts#drop": async (one) => {
    await paysFor(one);
    await payBy(one.customer, "pm_card_authenticationRequired");
    await acceptQuote(one.person, await aYes(one.person, ENTERPRISE));
    return () => dropChange(one.person);
  },
  "app/(app)/billing/actions.ts#pause": async (one) => {
    await paysFor(one);
    return () => pausePlan(one.person, { months: 2 });
  },
  "app/(app)/billing/actions.ts#goOn": async (one) => {
    await paysFor(one);
    await pausePlan(one.person, { months: 2 });
    return () => goOn(one.person, { dueMinor: 0 });
  },
  "app/api/stripe/payment-intent":
    async ({ person }) =>
    () =>
      openPayment(person, { pack: "small", currency: "usd" }),
  "app/(app)/billing/credits/actions.ts#buy": ({ person }) => {
    const press = aPress();
    return Promise.resolve(() => buyCredits(person, press));
  },
  "app/(app)/billing/seats/actions.ts#takeBack": async (one) => {
    await paysForSeats(one);
    await invited(one.person, `${newId()}@example.com`);
    const { id } = await db.seatInvitation.findFirstOrThrow({ where: { ownerId: one.person.id } });
    return () => takeBackInvitation(one.person, { id });
  },
  "app/(app)/billing/seats/actions.ts#remove": async (one) => {
    await paysForSeats(one);
    await aMember(one.person);
    const { id } = await db.teamSeat.findFirstOrThrow({ where: { ownerId: one.person.id } });
    return () => removeMember(one.person, { id });
  },
  "app/(app)/billing/seats/actions.ts#leave": async ({ person }) => {
    const { owner } = await aTeam(2);
    await takeSeat(person, await invited(owner, person.email));
    return () => leaveTeam(person);
  },
  "app/(admin)/admin/customers/actions.ts#refund": async (one) => {
    await paysFor(one);
    const { id: paymentId } = await db.payment.findFirstOrThrow({ where: { userId: one.person.id } });
    const wish = { ...act(one), paymentId, amount: "5" };
    return () => refund(admin, wish);
  },
  "app/(admin)/admin/customers/actions.ts#cancel": async (one) => {
    const wish = { ...act(one), subscriptionId: await paysFor(one), when: "now" as const };
    return () => cancel(admin, wish);
  },
  "app/(admin)/admin/customers/actions.ts#extendTrial": async (one) => {
    const wish = { ...act(one), subscriptionId: await paysFor(one, "pro", true), days: 7 };
    return () => extendTrial(admin, wish);
  },
  "app/(admin)/admin/customers/actions.ts#comp": async (one) => {
    const wish = { ...act(one), subscriptionId: await paysFor(one), months: 2 };
    return () => comp(admin, wish);
  },
  "app/(admin)/admin/customers/actions.ts#compPlan": (one) => {
    const wish = { ...act(one), plan: "pro" as const, months: 2 };
    return Promise.resolve(() => compPlan(admin, wish));
  },
};

/** Look at something, open a page of Stripe's, send a letter once more, or have nothing to do with money. */
const HARMLESS = [
  "app/(app)/billing/actions.ts#quote",
  "app/(app)/billing/actions.ts#quoteGoingOn",
  "app/(app)/billing/seats/actions.ts#invite",
  "app/api/stripe/portal-session",
  "app/(app)/settings/actions.ts#changeName",
  "app/(app)/settings/actions.ts#changePassword",
  "app/(app)/settings/actions.ts#signOutEverywhere",
  // A key moves no money; that none is made or revoked twice is its own test (lib/identity/keys).
  "app/(app)/settings/keys/actions.ts#create",
  "app/(app)/settings/keys/actions.ts#rename",
  "app/(app)/settings/keys/actions.ts#revoke",
  "app/(app)/settings/keys/actions.ts#rotate",
];

/** Have a test of their own for it: the file, and what it says. */
const ELSEWHERE: Record<string, [file: string, title: string]> = {
  "app/(admin)/admin/customers/actions.ts#giveCredit": [
    "lib/usage/gifts.test.ts",
    "pressed many times at once, and again, is one, and once on record",
  ],
  "app/(admin)/admin/customers/actions.ts#takeCreditBack": [
    "lib/usage/gifts.test.ts",
    "goes with what is left of it, once, however often and at once; what was used stays used",
  ],
  "app/(app)/settings/actions.ts#deleteAccount": [
    "lib/privacy/leave.test.ts",
    "twice at the same moment is one leaving, one line on record and one letter",
  ],
};

/** Everything that a press could do too much of, without what differs by the moment. */
async function effectsOf({ person, customer }: Somebody) {
  const [subscriptions, schedules, invoices, intents, pages] = await Promise.all([
    stripe.subscriptions.list({ customer, status: "all" }),
    stripe.subscriptionSchedules.list({ customer }),
    stripe.invoices.list({ customer }),
    stripe.paymentIntents.list({ customer, expand: ["data.latest_charge"] }),
    stripe.checkout.sessions.list({ customer }),
  ]);
  const about = [{ actorId: person.id }, { subject: person.id }];
  const audits = await db.auditEvent.findMany({ where: { OR: about } });
  const letters = await db.notification.findMany({ where: { userId: person.id } });
  const sorted = (lines: unknown[]) => lines.map((line) => JSON.stringify(line)).toSorted();
  return {
    subscriptions: sorted(
      subscriptions.data.map(
        ({ status, items, cancel_at_period_end, pending_update, trial_start, trial_end, discounts }) => [
          [discounts.length, status, items.data[0]?.price.lookup_key, cancel_at_period_end, pending_update === null],
          Math.round(((trial_end ?? 0) - (trial_start ?? 0)) / 3_600),
        ],
      ),
    ),
    schedules: sorted(schedules.data.map(({ status, phases }) => [status, phases.length])),
    invoices: sorted(invoices.data.map(({ status, billing_reason }) => [status, billing_reason])),
    payments: sorted(
      intents.data.map(({ status, latest_charge: of }) => [status, of && (of as Charge).amount_refunded]),
    ),
    pages: sorted(pages.data.map(({ status }) => status)),
    audits: sorted(audits.map(({ action }) => action)),
    letters: sorted(letters.map(({ template }) => template)),
  };
}

type Charge = { amount_refunded: number };

async function somebody(): Promise<Somebody> {
  const person = await aPerson();
  return { person, customer: await makeCustomer(person) };
}

test.each(Object.entries(BUTTONS))("%s pressed twice at once is pressed once", async (_name, button) => {
  const [calm, hasty] = [await somebody(), await somebody()];
  const [once, twice] = [await button(calm), await button(hasty)];
  const before = await effectsOf(calm);
  await once();
  const outcomes = await Promise.allSettled([twice(), twice()]);
  expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
  // Whoever was second may be told so.
  const refusals = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  for (const refusal of refusals) expect(refusal instanceof AppError ? refusal.status : refusal).toBe(409);
  const effects = await effectsOf(calm);
  expect(effects).not.toEqual(before);
  expect(await effectsOf(hasty)).toEqual(effects);
});

test("every button that has to do with money has its case", () => {
  const inside = (folder: string, name: string) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(name))
      .map((file) => `${folder}/${file}`);
  const folders = ["app/(app)/billing", "app/(app)/settings", "app/(admin)/admin/customers"];
  const files = folders.flatMap((folder) => inside(folder, "actions.ts"));
  const actions = files.flatMap((file) => {
    const exported = fs.readFileSync(file, "utf8").matchAll(/^export const (\w+)/gmu);
    return [...exported].map(([, name]) => `${file}#${name}`);
  });
  const routes = inside("app/api/stripe", "/route.ts").map((file) => file.replace("/route.ts", ""));
  const cases = [...Object.keys(BUTTONS), ...HARMLESS, ...Object.keys(ELSEWHERE)];
  expect(cases).toEqual(expect.arrayContaining([...actions, ...routes]));
  for (const [file, title] of Object.values(ELSEWHERE)) expect(fs.readFileSync(file, "utf8")).toContain(title);
});
