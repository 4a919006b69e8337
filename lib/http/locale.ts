import "server-only";
import { headers } from "next/headers";

const STANDARD = "en-US";

/** The locale to write the visitor's money and dates in. */
export async function visitorLocale(): Promise<string> {
  return localeOf((await headers()).get("accept-language"));
}

/**
 * English, as it is written where the visitor is: our words are English, so a month's name must be too, but "3 March"
 * and "March 3" differ by region. `de-AT,de;q=0.9` gives `en-AT`; a language without a region gives its likeliest one.
 */
export function localeOf(acceptLanguage: string | null): string {
  const first = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim();
  if (!first || first === "*") return STANDARD;
  try {
    const { region } = new Intl.Locale(first).maximize();
    return region ? `en-${region}` : STANDARD;
  } catch (error) {
    // A tag that is none is a visitor's typing, not our fault.
    if (error instanceof RangeError) return STANDARD;
    throw error;
  }
}
