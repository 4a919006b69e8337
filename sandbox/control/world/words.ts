import { type Html, html } from "../html";
import type { Card, Person, Subscription } from "./shapes";

/** An amount in the smallest unit as people write it, with the currency's own decimals. */
export function moneyText(amount: number, currency: string | null): string {
  try {
    const format = new Intl.NumberFormat("en-US", { style: "currency", currency: currency ?? "usd" });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${amount} ${currency ?? ""}`.trim();
  }
}

/** "Pro, $19.00 a month", or of several what they cost together. */
export function priceText({ items }: Pick<Subscription, "items">): string {
  const [first, ...others] = items;
  if (!first) return "Nothing";
  const amount = items.reduce((sum, item) => sum + (item.unit_amount ?? 0) * item.quantity, 0);
  const { interval, interval_count: count } = first;
  const often = interval === null ? "" : count === 1 ? ` a ${interval}` : ` every ${count} ${interval}s`;
  const more = others.length > 0 ? ` and ${others.length} more` : first.quantity > 1 ? ` × ${first.quantity}` : "";
  return `${first.plan ?? "A plan"}${more}, ${moneyText(amount, first.currency)}${often}`;
}

export function cardText(card: Card | null): string {
  if (!card) return "No card";
  return `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} •••• ${card.last4}`;
}

export function personText(person: Person | null): string {
  return person ? person.name || person.email || person.id : "Nobody";
}

export function personLink(person: Person | null): Html {
  if (!person) return html`<span class="muted">Nobody</span>`;
  return html`<a href="/customers/${person.id}">${personText(person)}</a>`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const HOUR = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/** A time that no calendar has is shown as it came, here and below. */
export function dayText(seconds: number): string {
  const date = dateOf(seconds);
  return date ? DAY.format(date) : String(seconds);
}

/** A moment of the world, to the minute. */
export function worldMoment(seconds: number): Html {
  const date = dateOf(seconds);
  if (!date) return html`${String(seconds)}`;
  return html`<time datetime="${date.toISOString()}">${SHORT_DAY.format(date)}, ${HOUR.format(date)} UTC</time>`;
}

export function worldDay(seconds: number): Html {
  const date = dateOf(seconds);
  if (!date) return html`${String(seconds)}`;
  return html`<time datetime="${date.toISOString()}">${SHORT_DAY.format(date)}</time>`;
}

function dateOf(seconds: number): Date | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.valueOf()) ? undefined : date;
}

const SPANS: [name: string, seconds: number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "in 3 days", "in 1 hour", "now", "2 days ago": the largest unit that fits, rounded down. */
export function awayText(seconds: number): string {
  const far = Math.abs(seconds);
  const [name, size] = SPANS.find((span) => far >= span[1]) ?? [];
  if (!name || !size) return seconds >= 0 ? "in less than a minute" : "just now";
  const count = Math.floor(far / size);
  const span = `${count} ${name}${count === 1 ? "" : "s"}`;
  return seconds >= 0 ? `in ${span}` : `${span} ago`;
}

export type Tone = "good" | "warn" | "bad" | "plain";

/** A word for a state, with a mark beside it, so that its colour is not all that tells it. */
export function badge(text: string, tone: Tone): Html {
  const mark = { good: "✓", warn: "○", bad: "✕", plain: "·" }[tone];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${mark}</span> ${text}</span>`;
}

const STATUSES: ReadonlyMap<string, Tone> = new Map(
  Object.entries({
    active: "good",
    trialing: "good",
    paid: "good",
    past_due: "bad",
    unpaid: "bad",
    uncollectible: "bad",
    open: "warn",
    draft: "warn",
    incomplete: "warn",
    paused: "warn",
  }),
);

/** A status in Stripe's own word, made readable. */
export function statusBadge(status: string): Html {
  return badge(status.replaceAll("_", " "), STATUSES.get(status) ?? "plain");
}
