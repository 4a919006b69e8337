import { minorUnits, money } from "../acts/lines";
import type { Price } from "../store/wire";

/** An amount in minor units as people write it. */
export function moneyText(amount: number, currency: string): string {
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount / minorUnits(currency));
}

/** "$19.00 per month", "$99.00 every 3 months", "$5.00" */
export function priceText(price: Parameters<typeof money>[0] & Pick<Price, "recurring">): string {
  const amount = money(price);
  if (!price.recurring) return amount;
  const { interval, interval_count: count } = price.recurring;
  if (price.recurring.usage_type === "metered")
    return `${amount} for each used, billed every ${count === 1 ? "" : `${count} `}${interval}${count === 1 ? "" : "s"}`;
  return count === 1 ? `${amount} per ${interval}` : `${amount} every ${count} ${interval}s`;
}

export function dateText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

export function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
