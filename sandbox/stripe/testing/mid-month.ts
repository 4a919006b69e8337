import fc from "fast-check";
import type { Subscription } from "../store/wire";
import { DAY_S, type Fields, StillWorld } from "./still-world";

export const MONTH_S = 31 * DAY_S;

/** A subscription of one price a month, and what it takes to change it. */
export function subscribed(amount: number, quantity = 1) {
  const world = new StillWorld();
  const price = world.price(amount);
  const customer = world.payer("pm_card_visa");
  const made = world.subscribe(customer, price, { items: [{ price, quantity }] });
  const item = made.items.data[0]?.id ?? "";
  const change = (items: Fields[], more: Fields = {}) =>
    world.post(`/v1/subscriptions/${made.id}`, { items, ...more }) as Subscription;
  const swap = (next: string, more: Fields = {}, count = quantity) =>
    change([{ id: item, price: next, quantity: count }], more);
  const lines = () => (world.invoices(customer)[0]?.lines.data ?? []).map((line) => line.amount);
  const waiting = () => world.all("invoice_items").flatMap((each) => (each.invoice === null ? each.amount : []));
  const balance = () => (world.get(`/v1/customers/${customer}`) as { balance: number }).balance;
  return { world, price, customer, id: made.id, item, change, swap, lines, waiting, balance };
}

export const amounts = fc.integer({ min: 1, max: 1_000_000 });

export const moments = fc.integer({ min: 0, max: MONTH_S - 1 });

export const few = { numRuns: 40 };
