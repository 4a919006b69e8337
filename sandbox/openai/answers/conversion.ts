import type { Conversation } from "./conversation";

type Unit = { kind: string; factor: number; name: string };

const UNITS = new Map<string, Unit>();
/** A line is: kind, then `factor name other names`. */
const TABLE = [
  "length|0.001 millimetres mm millimeter millimeters millimetre|0.01 centimetres cm centimeter centimeters centimetre|1 metres m meter meters metre|1000 kilometres km kilometer kilometers kilometre|0.0254 inches in inch|0.3048 feet ft foot|0.9144 yards yd yard|1609.344 miles mi mile",
  "mass|0.001 grams g gram|1 kilograms kg kilo kilos kilogram|1000 tonnes t tonne|0.45359237 pounds lb lbs pound|0.028349523125 ounces oz ounce",
  "volume|0.001 millilitres ml milliliter milliliters millilitre|1 litres l liter liters litre|3.785411784 gallons gal gallon|0.2365882365 cups cup",
  "time|1 seconds s sec second|60 minutes min minute|3600 hours h hr hour|86400 days d day|604800 weeks week",
  "data|1 bytes byte|1000 kilobytes kb kilobyte|1000000 megabytes mb megabyte|1000000000 gigabytes gb gigabyte|1000000000000 terabytes tb terabyte",
  "speed|1 km/h kmh kph|1.609344 mph|3.6 m/s",
];
for (const line of TABLE) {
  const [kind = "", ...units] = line.split("|");
  for (const unit of units) {
    const [factor = "", name = "", ...others] = unit.split(" ");
    for (const word of [name, ...others]) UNITS.set(word, { kind, factor: Number(factor), name });
  }
}

const QUESTION =
  /(-?\d+(?:[.,]\d+)?)\s*(?:°|degrees?\s*)?([a-z/]+)\s+(?:in|into|to|as|is how many|equals? how many)\s+(?:°|degrees?\s*)?([a-z/]+)/iu;
const HOW_MANY =
  /how many\s+([a-z/]+)\s+(?:are(?: there)?\s+)?(?:in|is)\s+(?:a |an )?(-?\d+(?:[.,]\d+)?)?\s*([a-z/]+)/iu;
const DAYS = /(\d{4}-\d{2}-\d{2}).*?(?:and|to|until|till|-|–)\s*(\d{4}-\d{2}-\d{2})/u;
const DAYS_AFTER = /(\d+)\s+(day|week)s?\s+(after|before|from)\s+(\d{4}-\d{2}-\d{2})/iu;
const DAY_MS = 86_400_000;

/** Units, temperatures and days, worked out. */
export function conversion({ text }: Conversation): string | undefined {
  return dates(text) ?? units(text);
}

function units(text: string): string | undefined {
  const asked = QUESTION.exec(text);
  if (asked) return convert(asked[1], asked[2], asked[3]);
  const turned = HOW_MANY.exec(text);
  return turned ? convert(turned[2] ?? "1", turned[3], turned[1]) : undefined;
}

function convert(figure = "", fromWord = "", toWord = ""): string | undefined {
  const amount = Number(figure.replace(",", "."));
  const [from, to] = [UNITS.get(fromWord.toLowerCase()), UNITS.get(toWord.toLowerCase())];
  if (!from || !to) return temperature(amount, fromWord, toWord);
  if (from.kind !== to.kind) {
    return `${from.name} measure ${from.kind} and ${to.name} measure ${to.kind}, so one can not become the other.`;
  }
  const result = (amount * from.factor) / to.factor;
  return `**${shown(amount)} ${from.name} = ${shown(result)} ${to.name}**

One of the first is ${shown(from.factor / to.factor)} of the second, so multiply by that; to go back, divide.`;
}

function temperature(amount: number, fromWord: string, toWord: string): string | undefined {
  const [from, to] = [fromWord.charAt(0).toUpperCase(), toWord.charAt(0).toUpperCase()];
  const named = /^(?:[cfk]|celsius|centigrade|fahrenheit|kelvin)$/iu;
  if (!named.test(fromWord) || !named.test(toWord)) return undefined;
  const celsius = { C: amount, F: ((amount - 32) * 5) / 9, K: amount - 273.15 }[from];
  if (celsius === undefined) return undefined;
  const result = { C: celsius, F: (celsius * 9) / 5 + 32, K: celsius + 273.15 }[to];
  if (result === undefined) return undefined;
  const unit = (letter: string) => (letter === "K" ? "K" : `°${letter}`);
  return `**${shown(amount)} ${unit(from)} = ${shown(result)} ${unit(to)}**`;
}

function dates(text: string): string | undefined {
  const after = DAYS_AFTER.exec(text);
  if (after) return shifted(after[4] ?? "", Number(after[1]) * (after[2] === "week" ? 7 : 1), after[3] === "before");
  const [, first, last] = DAYS.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
  if (Number.isNaN(days)) return "One of those two dates does not exist in the calendar.";
  const [weeks, rest] = [Math.floor(Math.abs(days) / 7), Math.abs(days) % 7];
  return `From ${first} to ${last} it is **${shown(Math.abs(days))} days** (${weeks} weeks and ${rest} days), counting the last day but not the first.`;
}

function shifted(date: string, days: number, back: boolean): string {
  const at = Date.parse(date) + (back ? -days : days) * DAY_MS;
  if (Number.isNaN(at) || Math.abs(at) > 8.64e15) return `There is no such day as ${date} to count from.`;
  const result = new Date(at);
  const weekday = result.toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
  return `${days} days ${back ? "before" : "after"} ${date} is **${weekday}, ${result.toISOString().slice(0, 10)}**.`;
}

function shown(value: number) {
  return Number.parseFloat(value.toPrecision(8)).toLocaleString("en-US", { maximumFractionDigits: 8 });
}
