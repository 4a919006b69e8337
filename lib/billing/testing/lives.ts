import { aSubscriber, aYes } from "@/lib/billing/changes/testing/subscriber";
import { cancelPlan, planForPeriodEnd } from "@/lib/billing/changes/period-end";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { startCheckout } from "@/lib/billing/checkout";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { sweepInbox } from "@/lib/billing/jobs";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { runDueJobs } from "@/lib/jobs/worker";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";
import { sweepDeletions } from "@/lib/privacy/jobs";
import { leave } from "@/lib/privacy/leave";
import { allJobs } from "@/lib/startup";

/** What processes of ours do for somebody, from the press of a button to the last job; each may be killed anywhere. */

type Life = {
  /** Who presses, and what they have by then. */
  before: () => Promise<Viewer>;
  /** What is pressed, and pressed again by who heard nothing. Returns the page to pay on, where there is one. */
  press: (viewer: Viewer) => Promise<string | null>;
  /** What it asks of the database and of Stripe, at the least. */
  calls: number;
  /** What is so in the end, however often a process died on the way. */
  after: Outcome;
};

/** Everything that must be there once, and nothing that must not be there. */
export type Outcome = {
  /** At Stripe. */
  subscriptions: string[];
  payments: number;
  /** Here. */
  stands: string;
  allowances: string[];
  trials: number;
  letters: string[];
};

const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;

export const LIVES = {
  "somebody subscribes": {
    calls: 90,
    before: aBuyer,
    press: page,
    after: {
      subscriptions: ["pro active"],
      payments: 1,
      stands: "pro, active",
      allowances: ["pro"],
      trials: 1,
      letters: ["receipt"],
    },
  },
  "somebody begins a trial": {
    calls: 90,
    before: aPerson,
    press: page,
    after: {
      subscriptions: ["pro trialing"],
      payments: 0,
      stands: "pro, trialing",
      allowances: ["pro"],
      trials: 1,
      letters: [],
    },
  },
  "somebody upgrades": {
    calls: 130,
    before: () => aPayer("pro"),
    press: async (viewer) => {
      // Who has it already is told so.
      const quote = await unless("conflict", aYes(viewer, ENTERPRISE));
      if (quote) await acceptQuote(viewer, quote);
      return null;
    },
    after: {
      subscriptions: ["enterprise active"],
      payments: 2,
      stands: "enterprise, active",
      allowances: ["enterprise"],
      trials: 0,
      letters: ["plan-changed", "receipt", "receipt"],
    },
  },
  "somebody plans a smaller plan": {
    calls: 100,
    before: () => aPayer("enterprise"),
    press: async (viewer) => {
      await planForPeriodEnd(viewer, { plan: "pro", interval: "month" });
      return null;
    },
    after: {
      subscriptions: ["enterprise active, then pro"],
      payments: 1,
      stands: "enterprise, active",
      allowances: ["enterprise"],
      trials: 0,
      letters: ["receipt"],
    },
  },
  "somebody cancels": {
    calls: 100,
    before: () => aPayer("pro"),
    press: async (viewer) => {
      await cancelPlan(viewer, { reason: "unused" });
      return null;
    },
    after: {
      subscriptions: ["pro active, ends"],
      payments: 1,
      stands: "pro, active",
      allowances: ["pro"],
      trials: 0,
      letters: ["receipt"],
    },
  },
  "somebody deletes their account": {
    calls: 140,
    before: () => aPayer("pro"),
    press: async (viewer) => {
      await leave(viewer, { email: viewer.email });
      return null;
    },
    after: {
      subscriptions: ["pro canceled"],
      payments: 1,
      stands: "free, ended",
      allowances: ["pro"],
      trials: 0,
      letters: ["account-deleted"],
    },
  },
} satisfies Record<string, Life>;

export type LifeName = keyof typeof LIVES;

/** Somebody who had their trial, so that there is a payment. */
async function aBuyer(): Promise<Viewer> {
  const person = await aPerson();
  const trial = { subscriptionId: `sub_${person.id}`, userId: person.id, startedAt: new Date() };
  await db.trial.create({ data: { ...trial, mailboxHash: sha256(person.email) } });
  return person;
}

/** Somebody who has paid for a plan, and has been told so. */
async function aPayer(plan: "pro" | "enterprise"): Promise<Viewer> {
  const { person } = await aSubscriber({ plan });
  await runDueJobs(allJobs());
  return person;
}

/** The page to pay on; none for who has paid. */
async function page(viewer: Viewer): Promise<string | null> {
  const opened = await unless("already_subscribed", startCheckout(viewer, { plan: "pro", interval: "month" }));
  return opened?.url ?? null;
}

async function unless<T>(code: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === code) return undefined;
    throw error;
  }
}

export type Posted = { body: string; signature: string };

/** Takes in what is posted, one after the other, and works off what that leads to. */
export async function workOff(posted: readonly Posted[], acknowledge: (id: string) => void): Promise<void> {
  for (const { body, signature } of posted) acknowledge((await receiveStripeEvent(body, signature)).id);
  // Their turn comes every five minutes.
  await sweepInbox(() => plusMs(now(), 11 * MINUTE_MS));
  await sweepDeletions();
  await runDueJobs(allJobs());
}
