import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import ts from "typescript-api";

/*
 * Money is whole numbers of the smallest unit, or of micro-dollars. Whatever could make a fraction of one is found here:
 * `parseFloat` and `toFixed` anywhere, and division, rounding, powers, decimals and `Number()` where the words around
 * them are of money. Division of bigints drops its remainder by rule, and is fine.
 */

const PLACES = ["lib/billing", "lib/usage", "lib/adapters/payments", "lib/platform/money.ts"];
const OF_MONEY = /minor|micros|amount|price|cents?\b|credit|paid|refund|mrr|arr\b/iu;
const OF_BIGINTS = /\b\d+n\b|BigInt\(/u;
const MAKES_FRACTIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** What is fine all the same, and why. */
const FINE: Readonly<Record<string, string>> = {
  "Number(micros)": "for the log, which has no bigints",
  "Number(dueMicros)": "for the log, which has no bigints",
  "Number(dueBackMicros)": "for the log, which has no bigints",
  "minor % 10 ** digits": "a remainder of whole numbers",
  "10 ** digits": "a whole number",
};

function offences(source: string): string[] {
  const file = ts.createSourceFile("money.ts", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (isOffence(node)) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.filter((text) => !Object.hasOwn(FINE, text));
}

function isOffence(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === "parseFloat" || node.text === "toFixed";
  if (ts.isBinaryExpression(node)) return MAKES_FRACTIONS.has(node.operatorToken.kind) && isOfMoney(node);
  if (ts.isNumericLiteral(node)) return /[.e]/iu.test(node.getText()) && isOfMoney(node.parent);
  if (!ts.isCallExpression(node)) return false;
  return /^(?:Number|Math\.(?:round|floor|ceil|trunc|fround))$/u.test(node.expression.getText()) && isOfMoney(node);
}

function isOfMoney(node: ts.Node): boolean {
  const text = node.getText();
  return OF_MONEY.test(text) && !OF_BIGINTS.test(text);
}

function sourcesIn(place: string): string[] {
  if (place.endsWith(".ts")) return [place];
  return fs
    .readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !/(?:^|\/)testing\//u.test(name))
    .map((name) => path.join(place, name));
}

describe("no fraction of money is ever made", () => {
  const sources = PLACES.flatMap(sourcesIn);

  test("in any file of billing, usage and payments", () => {
    expect(sources.length).toBeGreaterThan(100);
    const found = sources.flatMap((file) => offences(fs.readFileSync(file, "utf8")).map((text) => `${file}: ${text}`));
    expect(found).toEqual([]);
  });

  test.each([
    "const share = amountMinor / 3;",
    "total.amountMinor /= seats;",
    "const fee = amountMinor * 0.029;",
    "const price = 19.99;",
    "const minor = parseFloat(typed) * 100;",
    "const shown = (price / 100).toFixed(2);",
    "const minor = Math.round(price * 100);",
    "const minor = Number(amount);",
    "const monthly = Math.floor(yearlyMinor / 12);",
    "const grown = priceMinor ** 1.5;",
  ])("%s would be found", (line) => {
    expect(offences(line)).not.toEqual([]);
  });

  test.each([
    "const costMicros = (tokens * perMtokMicros + MTOK - 1n) / 1000000n;",
    "const seconds = Math.floor(at.getTime() / SECOND_MS);",
    "const most = { capacity: 4, refillPerMinute: 0.1 };",
    "const totalMinor = unitMinor * quantity;",
  ])("%s would not", (line) => {
    expect(offences(line)).toEqual([]);
  });
});
