/** A field that can be asked for. All are compared whole, strings also by a part, numbers also by size. */
export type SearchField = { kind: "numeric" | "string" | "token"; read?: (thing: object) => unknown };
export type SearchFields = { [name: string]: SearchField };

type Operator = ":" | "~" | ">" | "<" | ">=" | "<=";
type Clause = { field: string; key: string | undefined; operator: Operator; value: string | null; negated: boolean };
export type SearchQuery = { clauses: Clause[]; joined: "and" | "or" };

/** Why a query can not be asked. `field`: the one that can not be searched, or not so. */
export type SearchFault = { kind: "unreadable" | "mixed" | "too_many" | "field" | "operator"; field?: string };

const MAX_CLAUSES = 10;
const MIN_PART = 3;

/** A clause with what joins it to the one before. */
const CLAUSE =
  /(^|\s+(?:(?:and|or)\s+)?)(-?)([a-z_][a-z_0-9.]*)(?:\[\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*\])?\s*(:|~|>=|<=|>|<)\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"']+)/iy;

/** Reads a query as Stripe documents its language: up to ten clauses, all joined by AND (or a space) or all by OR. */
export function readQuery(text: string, fields: SearchFields): SearchQuery | SearchFault {
  const parts = partsOf(text.trim());
  if (!parts) return { kind: "unreadable" };
  for (const part of parts) {
    const fault = faultOf(part, fields);
    if (fault) return fault;
  }
  const joints = new Set(parts.slice(1).map(({ joint }) => joint));
  if (joints.size > 1) return { kind: "mixed" };
  if (parts.length > MAX_CLAUSES) return { kind: "too_many" };
  return { clauses: parts.map(({ clause }) => clause), joined: joints.has("or") ? "or" : "and" };
}

/** Whether a thing is what a query asks for. Letters' case never counts. */
export function isFound(thing: object, { clauses, joined }: SearchQuery, fields: SearchFields): boolean {
  const holds = (clause: Clause) => fits(valueIn(thing, clause, fields), clause) !== clause.negated;
  return joined === "or" ? clauses.some(holds) : clauses.every(holds);
}

type Part = { joint: "and" | "or"; clause: Clause; isQuoted: boolean };

function partsOf(text: string): Part[] | undefined {
  const parts: Part[] = [];
  CLAUSE.lastIndex = 0;
  while (CLAUSE.lastIndex < text.length || parts.length === 0) {
    const found = CLAUSE.exec(text);
    if (!found) return undefined;
    parts.push(partOf(found));
  }
  return parts;
}

function partOf([, joint = "", minus, field = "", key, operator, value = ""]: RegExpExecArray): Part {
  return {
    joint: /or/i.test(joint) ? "or" : "and",
    clause: {
      field: field.toLowerCase(),
      key: key === undefined ? undefined : unquoted(key),
      operator: operator as Operator,
      value: /^null$/i.test(value) ? null : unquoted(value),
      negated: minus === "-",
    },
    isQuoted: /^["']/.test(value),
  };
}

function unquoted(text: string): string {
  return /^["']/.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, "$1") : text;
}

function faultOf({ clause, isQuoted }: Part, fields: SearchFields): SearchFault | undefined {
  const { field, key, operator, value } = clause;
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!known || (field === "metadata") !== (key !== undefined)) return { kind: "field", field };
  const isPossible = value === null ? operator === ":" : OPERATORS[known.kind].includes(operator);
  if (!isPossible) return { kind: "operator", field };
  if (value === null) return undefined;
  return valueFault(value, known.kind, { field, operator, isQuoted });
}

function valueFault(
  value: string,
  kind: SearchField["kind"],
  { field, operator, isQuoted }: Pick<Clause, "field" | "operator"> & Pick<Part, "isQuoted">,
): SearchFault | undefined {
  const isReadable = kind === "numeric" ? NUMBER.test(value) : isQuoted;
  if (!isReadable) return { kind: "unreadable" };
  return operator === "~" && value.length < MIN_PART ? { kind: "operator", field } : undefined;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const OPERATORS: { [kind in SearchField["kind"]]: Operator[] } = {
  numeric: [":", ">", "<", ">=", "<="],
  string: [":", "~"],
  token: [":"],
};

function valueIn(thing: object, { field, key }: Clause, fields: SearchFields): unknown {
  const read = fields[field]?.read;
  const value = read ? read(thing) : at(thing, field.split("."));
  return key === undefined ? value : at(value, [key]);
}

function at(thing: unknown, path: string[]): unknown {
  return path.reduce<unknown>((value, step) => {
    const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, step);
    return isThere ? (value as { [name: string]: unknown })[step] : undefined;
  }, thing);
}

function fits(found: unknown, { operator, value }: Clause): boolean {
  const isNothing = found === null || found === undefined || found === "";
  if (value === null || isNothing) return value === null && isNothing;
  if (operator === ":" && typeof found === "number") return found === Number(value);
  const compare = COMPARISONS[operator];
  return compare(textOf(found).toLowerCase(), value.toLowerCase());
}

const COMPARISONS: { [operator in Operator]: (has: string, wants: string) => boolean } = {
  ":": (has, wants) => has === wants,
  "~": (has, wants) => has.includes(wants),
  ">": (has, wants) => Number(has) > Number(wants),
  "<": (has, wants) => Number(has) < Number(wants),
  ">=": (has, wants) => Number(has) >= Number(wants),
  "<=": (has, wants) => Number(has) <= Number(wants),
};

function textOf(found: unknown): string {
  return typeof found === "string" ? found : JSON.stringify(found);
}
