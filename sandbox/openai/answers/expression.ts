/**
 * Works out an arithmetic expression: + - * / % ^, brackets, decimals, and a
 * percent sign after a number. Nothing is evaluated as code. Undefined for
 * whatever is not such an expression, and for a division by zero.
 */
export function evaluate(expression: string): number | undefined {
  const symbols = expression
    .replaceAll(/(?<=\d),(?=\d{3})/gu, "")
    .replaceAll(/[×·]/gu, "*")
    .replaceAll("÷", "/")
    .replaceAll("−", "-")
    .replaceAll("**", "^");
  const tokens = symbols.match(/\d+(?:\.\d+)?|\.\d+|[-+*/%^()]/gu) ?? [];
  if (tokens.join("") !== symbols.replaceAll(/\s/gu, "")) return undefined;
  const reader = { tokens, at: 0, depth: 0 };
  const value = sum(reader);
  return reader.at === tokens.length && Number.isFinite(value) ? value : undefined;
}

type Reader = { tokens: readonly string[]; at: number; depth: number };
const MAX_DEPTH = 100;

function sum(reader: Reader): number {
  let value = product(reader);
  for (let sign = take(reader, "+", "-"); sign; sign = take(reader, "+", "-")) {
    const right = product(reader);
    value = sign === "+" ? value + right : value - right;
  }
  return value;
}

function product(reader: Reader): number {
  let value = signed(reader);
  for (let sign = take(reader, "*", "/", "%"); sign; sign = take(reader, "*", "/", "%")) {
    const right = signed(reader);
    if (sign === "*") value *= right;
    else value = sign === "/" ? value / right : value % right;
  }
  return value;
}

/** A minus binds weaker than a power: -2^2 is -4. */
function signed(reader: Reader): number {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) return Number.NaN;
  const sign = take(reader, "-", "+");
  const value = sign ? signed(reader) : power(reader);
  reader.depth -= 1;
  return sign === "-" ? -value : value;
}

function power(reader: Reader): number {
  const base = atom(reader);
  return take(reader, "^") ? base ** signed(reader) : base;
}

function atom(reader: Reader): number {
  if (take(reader, "(")) {
    const value = sum(reader);
    return take(reader, ")") ? value : Number.NaN;
  }
  const token = reader.tokens[reader.at] ?? "";
  if (!/^[\d.]/u.test(token)) return Number.NaN;
  reader.at += 1;
  return isPercent(reader) && take(reader, "%") ? Number(token) / 100 : Number(token);
}

/** "15% + 2" is a percentage, "15 % 2" a remainder: what follows decides. */
function isPercent({ tokens, at }: Reader) {
  const next = tokens[at + 1];
  return next === undefined || /^[-+*/^)]$/u.test(next);
}

function take(reader: Reader, ...wanted: string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !wanted.includes(token)) return undefined;
  reader.at += 1;
  return token;
}
