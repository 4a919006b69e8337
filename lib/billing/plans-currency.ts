import { CURRENCY } from "@/lib/billing/plans";
import { Currency } from "@/lib/billing/schema";

/** Where the euro is the money people pay with; the last three without being in the union. */
const EURO_REGIONS = new Set(
  "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK".split(" "),
);
const POUND_REGIONS = new Set(["GB", "GG", "IM", "JE"]);

/** As one says it in a sentence. */
export const CURRENCY_NAMES: Readonly<Record<Currency, string>> = {
  usd: "US dollars",
  eur: "euros",
  gbp: "British pounds",
};

/** What a visitor is shown prices in, and charged: the money of their locale's region, or dollars. */
export function currencyOfLocale(locale: string | undefined): Currency {
  const region = locale === undefined ? undefined : new Intl.Locale(locale).region;
  if (region === undefined) return CURRENCY;
  if (EURO_REGIONS.has(region)) return "eur";
  return POUND_REGIONS.has(region) ? "gbp" : CURRENCY;
}

/** A currency of Stripe's as one we sell in. */
export function soldIn(currency: string | undefined): Currency | undefined {
  return Currency.safeParse(currency).data;
}
