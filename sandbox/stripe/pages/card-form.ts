import { passesLuhn } from "../rules/cards";
import type { Step } from "../store/step";
import type { PaymentMethod } from "../store/wire";
import { createCard } from "../acts/payment-methods";
import { Html, html } from "./html";

export type CardFields = { number: string; expiry: string; cvc: string; name: string; email: string };
export type CardErrors = Partial<Record<keyof CardFields, string>>;

export const NO_CARD: CardFields = { number: "", expiry: "", cvc: "", name: "", email: "" };

export function readCardFields(form: URLSearchParams): CardFields {
  const field = (name: keyof CardFields) => (form.get(name) ?? "").trim().slice(0, 200);
  return {
    number: field("number"),
    expiry: field("expiry"),
    cvc: field("cvc"),
    name: field("name"),
    email: field("email"),
  };
}

/** What is wrong with a card before any bank is asked. `now` in world seconds. */
export function checkCard({ number, expiry, cvc }: CardFields, now: number): CardErrors {
  const errors: CardErrors = {};
  const digits = number.replaceAll(/[\s-]/g, "");
  if (digits === "") errors.number = "Enter a card number.";
  else if (!passesLuhn(digits)) errors.number = "Your card number is invalid.";
  const date = parseExpiry(expiry);
  if (!date) errors.expiry = "Enter the expiry as MM / YY.";
  else if (isOver(date, now)) errors.expiry = "Your card's expiry is in the past.";
  if (!/^\d{3,4}$/.test(cvc)) errors.cvc = "Enter the 3 or 4 digits of the security code.";
  return errors;
}

export function cardFromFields(step: Step, fields: CardFields): PaymentMethod {
  const { month, year } = parseExpiry(fields.expiry) ?? { month: 12, year: 2050 };
  const billing = { ...(fields.email ? { email: fields.email } : {}), ...(fields.name ? { name: fields.name } : {}) };
  return createCard(step, { number: fields.number.replaceAll(/[\s-]/g, ""), expMonth: month, expYear: year, billing });
}

/** The four fields. A security code is never shown again. */
export function cardFields(fields: CardFields, errors: CardErrors): Html {
  return html`
${input({ name: "number", label: "Card number", value: fields.number, error: errors.number, more: 'inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242"' })}
<div class="pair">
<div>${input({ name: "expiry", label: "Expiry", value: fields.expiry, error: errors.expiry, more: 'inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY"' })}</div>
<div>${input({ name: "cvc", label: "CVC", value: "", error: errors.cvc, more: 'inputmode="numeric" autocomplete="cc-csc" placeholder="123"' })}</div>
</div>
${input({ name: "name", label: "Name on card", value: fields.name, error: errors.name, more: 'autocomplete="cc-name"' })}`;
}

type Input = { name: string; label: string; value: string; error: string | undefined; more: string };

export function input({ name, label, value, error, more }: Input): Html {
  const attributes = raw(more + (error ? ` aria-invalid="true" aria-describedby="${name}-error"` : ""));
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" ${attributes}>
${error ? html`<p class="error" id="${name}-error">${error}</p>` : ""}`;
}

/** Attributes written in this file, not by anybody else. */
function raw(attributes: string): Html {
  return new Html(attributes);
}

function parseExpiry(text: string): { month: number; year: number } | undefined {
  const parts = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(text);
  const month = Number(parts?.[1]);
  const year = Number(parts?.[2]);
  if (!parts || month < 1 || month > 12) return undefined;
  return { month, year: year < 100 ? 2000 + year : year };
}

function isOver({ month, year }: { month: number; year: number }, now: number): boolean {
  return Date.UTC(year, month, 1) / 1000 <= now;
}
