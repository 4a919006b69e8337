import { expect } from "vitest";
import type { CreditNote } from "../store/wire-billing";
import type { Invoice, Refund, StripeEvent } from "../store/wire";
import type { Told } from "./histories";
import type { StillWorld } from "./still-world";

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const amountsOf = (parts: readonly { amount: number }[] | null | undefined) =>
  sum((parts ?? []).map(({ amount }) => amount));

/** All that must hold of any world, whatever happened in it. */
export function checkWorld(world: StillWorld, told: Told): void {
  for (const invoice of world.all("invoices")) checkInvoice(world, invoice);
  checkEnded(world);
  checkBalances(world, told);
  checkMoney(world);
  checkEvents(world);
}

/**
 * An invoice's total is its lines, less discounts, plus tax. What is due is that and what the customer's balance began
 * with, never below nothing, less what was credited before payment; it is paid or remains, whatever the status: void
 * and given-up invoices keep telling what was never paid.
 */
function checkInvoice(world: StillWorld, invoice: Invoice): void {
  const cuts = sum(invoice.lines.data.map((line) => amountsOf(line.discount_amounts)));
  expect(invoice.total).toBe(amountsOf(invoice.lines.data) - cuts + amountsOf(invoice.total_taxes));
  expect(amountsOf(invoice.total_discount_amounts)).toBe(cuts);
  const notes = world.world.where("credit_notes", "invoice", invoice.id).filter(({ status }) => status === "issued");
  expect(invoice.pre_payment_credit_notes_amount).toBe(sum(notes.map((note) => note.pre_payment_amount)));
  expect(invoice.post_payment_credit_notes_amount).toBe(sum(notes.map((note) => note.post_payment_amount)));
  const owed = Math.max(0, invoice.total + invoice.starting_balance);
  expect(invoice.amount_due).toBe(owed - invoice.pre_payment_credit_notes_amount);
  expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
  expect(invoice.status === "paid" ? invoice.amount_remaining : 0).toBe(0);
  const figures = [invoice.total, invoice.amount_due, ...invoice.lines.data.map((line) => line.amount)];
  expect(figures.every((amount) => Number.isSafeInteger(amount) && !Object.is(amount, -0))).toBe(true);
}

/** Who has left is not billed again. */
function checkEnded(world: StillWorld): void {
  for (const { id, status, ended_at } of world.all("subscriptions")) {
    expect([id, ["canceled", "incomplete_expired"].includes(status)]).toEqual([id, ended_at !== null]);
    const own = world.all("invoices").filter(({ parent }) => parent?.subscription_details?.subscription === id);
    expect(own.filter(({ created }) => ended_at !== null && created > ended_at)).toEqual([]);
  }
}

/** A balance is what it was set to, what final invoices took from it or left on it, and what credit notes put there. */
function checkBalances(world: StillWorld, { adjusted }: Told): void {
  for (const { id, balance } of world.all("customers")) {
    const final = world.world
      .where("invoices", "customer", id)
      .filter(({ status }) => status !== "draft" && status !== "void");
    const taken = sum(final.map(({ starting_balance, ending_balance }) => (ending_balance ?? 0) - starting_balance));
    const kept = sum(
      world
        .all("credit_notes")
        .filter(({ customer }) => customer === id)
        .map(keptAsCredit),
    );
    expect([id, balance]).toEqual([id, (adjusted.get(id) ?? 0) + taken - kept]);
  }
}

function keptAsCredit({ post_payment_amount, out_of_band_amount, refunds }: CreditNote): number {
  return post_payment_amount - (out_of_band_amount ?? 0) - sum(refunds.map(({ amount_refunded }) => amount_refunded));
}

/** What lies with Stripe is what was taken, less what was given back and the fees. */
function checkMoney(world: StillWorld): void {
  const taken = sum(world.all("charges").map((charge) => (charge.paid ? charge.amount_captured : 0)));
  const back = sum(world.all("refunds").map(given));
  const booked = world.all("balance_transactions");
  expect(sum(booked.map(({ amount }) => amount))).toBe(taken - back);
  expect(booked.filter(({ amount, fee, net }) => amount - fee !== net)).toEqual([]);
  for (const { id, amount_refunded, amount_captured } of world.all("charges")) {
    expect([id, amount_refunded]).toEqual([id, sum(world.world.where("refunds", "charge", id).map(given))]);
    expect(amount_refunded).toBeLessThanOrEqual(amount_captured);
  }
}

/** What came back counts as never given. */
function given({ amount, status }: Refund): number {
  return status === "failed" || status === "canceled" ? 0 : amount;
}

type Shown = { id: string; [field: string]: unknown };

const TOLD_OF = [
  "customers",
  "subscriptions",
  "invoices",
  "charges",
  "refunds",
  "credit_notes",
  "schedules",
  "payment_intents",
  "payment_methods",
  "setup_intents",
  "checkout_sessions",
  "disputes",
] as const;

/** Events, in their order, tell how each thing came to be as it is: each goes on from the one before. Each was sent once. */
function checkEvents(world: StillWorld): void {
  const seen = new Map<string, Shown>();
  for (const event of world.all("events")) {
    expect([event.type, world.world.where("deliveries", "event", event.id).length]).toEqual([event.type, 1]);
    const shown = event.data.object as Shown;
    const before = seen.get(keyOf(shown));
    if (before) expect(gapsIn(event, before)).toEqual([]);
    seen.set(keyOf(shown), shown);
  }
  for (const name of TOLD_OF) {
    for (const thing of world.all(name)) {
      const last = seen.get(keyOf(thing));
      if (last || !isNoNews(thing)) expect(differences(last ?? {}, thing)).toEqual([]);
    }
  }
}

/** Stripe has no event for a card that is nobody's yet, and none for a checkout that is still open. */
function isNoNews({ object, customer, status }: Shown): boolean {
  return object === "payment_method" ? customer === null : object === "checkout.session" && status === "open";
}

/** A price and its plan, a card and its source go by one id. */
function keyOf({ object, id }: Shown): string {
  return `${String(object)} ${id}`;
}

/**
 * Where an event's `previous_attributes` are not what was last told: they name each field that was there and is different
 * now, and no other, as it was. Only events of type `*.updated` have them (so the SDK says of `Event.data`), and `charge.refunded`.
 */
function gapsIn({ type, data }: StripeEvent, before: Shown): string[] {
  // The old name of `refund.updated` tells what that told a moment before.
  if (type === "charge.refund.updated" || (!type.endsWith(".updated") && !data.previous_attributes)) return [];
  const said = (data.previous_attributes ?? {}) as Partial<Shown>;
  const shown = data.object as Shown;
  return [...new Set([...Object.keys(said), ...Object.keys(before), ...Object.keys(shown)])]
    .filter((field) => {
      const isOther = textOf(before[field]) !== textOf(shown[field]);
      const isTold = isOther && before[field] !== undefined;
      return isTold !== field in said || (isTold && textOf(said[field]) !== textOf(before[field]));
    })
    .map((field) => {
      const told = `${field} was told to be ${textOf(before[field])}`;
      return `${type} ${shown.id}: ${told}, then to have been ${textOf(said[field])}, and to be ${textOf(shown[field])}`;
    });
}

/** Stripe has no event for a payment that is to be less. */
const UNTOLD = new Set(["payment_intent.amount"]);

function differences(told: object, is: object): string[] {
  const [a, b] = [told, is] as [Shown, Shown];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => textOf(a[field]) !== textOf(b[field]) && !UNTOLD.has(`${String(b["object"])}.${field}`))
    .map((field) => `${b.id}: ${field} was last told to be ${textOf(a[field])}, and is ${textOf(b[field])}`);
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
