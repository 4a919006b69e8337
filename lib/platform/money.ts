/** One US dollar in micro-dollars, the unit of every balance. */
export const DOLLAR_MICROS = 1_000_000n;
/** Prices are whole micro-dollars for a million tokens. */
const MTOK = 1_000_000n;

/**
 * What tokens cost, rounded up to the next micro-dollar, so that nothing delivered is ever free by rounding.
 * @throws RangeError when the count is not a non-negative whole number.
 */
export function tokensCostMicros(tokens: number, microsPerMtok: bigint): bigint {
  if (!Number.isSafeInteger(tokens) || tokens < 0) throw new RangeError(`not a token count: ${tokens}`);
  return (BigInt(tokens) * microsPerMtok + MTOK - 1n) / MTOK;
}

/**
 * The currencies that have no decimals, or three, in Stripe's amounts (https://docs.stripe.com/currencies). `Intl` knows
 * how money is written, which is another thing: it writes forints and pesos without decimals, and Stripe counts hundredths.
 */
const WITHOUT_DECIMALS = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const WITH_THREE = new Set("bhd jod kwd omr tnd".split(" "));

/** How many decimals a currency has in Stripe's amounts: 2 for usd, 0 for jpy, 3 for kwd. */
export function minorDigits(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE.has(currency) ? 3 : 2;
}

/**
 * An amount in a currency's smallest unit, in the person's locale: `formatMinor(1900, "usd")` is "$19.00".
 * Whole amounts lose their decimals with `trim`: "$19".
 */
export function formatMinor(minor: number, currency: string, { locale = "en-US", trim = false } = {}): string {
  const digits = minorDigits(currency);
  const whole = trim && minor % 10 ** digits === 0;
  const shown = whole ? 0 : digits;
  // A decimal string keeps the amount exact: no division in floating point.
  return moneyFormat({ locale, currency, least: shown, most: shown }).format(minorToDecimal(minor, digits));
}

/** The least that is told in figures: a hundredth of a cent. */
const LEAST_MICROS = 100n;

/**
 * Micro-dollars for people: two decimals from a cent up, up to four below, and "<$0.0001" for what is less, so that small
 * use is not "$0.00".
 */
export function formatMicros(micros: bigint, { locale = "en-US" } = {}): string {
  if (micros > 0n && micros < LEAST_MICROS) return `<${formatMicros(LEAST_MICROS, { locale })}`;
  const cent = DOLLAR_MICROS / 100n;
  const small = micros !== 0n && micros > -cent && micros < cent;
  return moneyFormat({ locale, currency: "usd", least: 2, most: small ? 4 : 2 }).format(microsToDecimal(micros));
}

/** Every micro-dollar, always with six decimals, so that a column of them lines up and adds up: "$0.001234". */
export function formatMicrosExactly(micros: bigint, { locale = "en-US" } = {}): string {
  return moneyFormat({ locale, currency: "usd", least: 6, most: 6 }).format(microsToDecimal(micros));
}

/**
 * A whole amount for JSON, which has no bigints.
 * @throws RangeError for one that a number can not hold exactly: nine billion dollars.
 */
export function exactNumber(whole: bigint): number {
  const value = Number(whole);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${whole} is too large for a number`);
  return value;
}

type Format = { locale: string; currency: string; least: number; most: number };

/** To make one takes longer than to write a hundred amounts with it, and a page writes hundreds. */
const kept = new Map<string, Intl.NumberFormat>();
const KEPT_AT_MOST = 500;

function moneyFormat({ locale, currency, least, most }: Format): Intl.NumberFormat {
  const name = `${locale} ${currency} ${least} ${most}`;
  const found = kept.get(name);
  if (found) return found;
  const digits = { minimumFractionDigits: least, maximumFractionDigits: most };
  const made = new Intl.NumberFormat(locale, { style: "currency", currency, ...digits });
  if (kept.size >= KEPT_AT_MOST) kept.clear();
  kept.set(name, made);
  return made;
}

/** `Intl` takes a decimal as text without rounding it through a double first. */
type Decimal = `${number}`;

function minorToDecimal(minor: number, digits: number): Decimal {
  // The exponent form is exact, and it is a number to the type checker: 1999 with 2 digits is "1999e-2".
  return `${minor}${digits === 0 ? "" : `e-${digits}`}` as Decimal;
}

function microsToDecimal(micros: bigint): Decimal {
  return `${micros}e-6` as Decimal;
}
