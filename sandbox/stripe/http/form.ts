import { invalid } from "./failures";

/** Parameters as they come: text at the leaves, lists and nested fields as they were bracketed. */
export type RawValue = string | RawValue[] | RawFields;
export type RawFields = { [key: string]: RawValue };

const MAX_FIELDS = 2_000;
const MAX_NESTING = 12;

type Branch = Map<string, string | Branch>;

/** Decodes `a[b][0][c]=d&e[]=f`. Throws what Stripe says of a form that cannot be read. */
export function decodeForm(text: string): RawFields {
  const root: Branch = new Map();
  const pairs = text.split("&").filter((pair) => pair !== "");
  if (pairs.length > MAX_FIELDS) throw invalid("Too many parameters.");
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const key = decoded(cut < 0 ? pair : pair.slice(0, cut));
    place(root, pathOf(key), cut < 0 ? "" : decoded(pair.slice(cut + 1)));
  }
  return fieldsOf(root);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw Object.assign(invalid("Invalid request: the parameters are not validly encoded."), { cause });
  }
}

function pathOf(key: string): string[] {
  const head = /^[^[\]]+/.exec(key)?.[0];
  const rest = head === undefined ? "" : key.slice(head.length);
  if (head === undefined || !/^(\[[^[\]]*\])*$/.test(rest)) throw invalid(`Invalid parameter name: ${key}`, key);
  const path = [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((m) => m[1] ?? "")];
  if (path.length > MAX_NESTING) throw invalid(`Parameter nested too deeply: ${head}`, head);
  return path;
}

function place(root: Branch, path: string[], value: string): void {
  let branch = root;
  for (const [depth, step] of path.entries()) {
    const key = step === "" ? String(branch.size) : step;
    if (depth === path.length - 1) {
      branch.set(key, value);
      return;
    }
    const next = branch.get(key);
    if (typeof next === "string") throw invalid(`Invalid parameter: ${path[0] ?? ""} is given twice.`, path[0]);
    const child: Branch = next ?? new Map();
    branch.set(key, child);
    branch = child;
  }
}

function fieldsOf(branch: Branch): RawFields {
  const entries = [...branch].map(([key, value]) => [key, typeof value === "string" ? value : valueOf(value)] as const);
  return Object.fromEntries(entries);
}

function valueOf(branch: Branch): RawValue {
  const keys = [...branch.keys()];
  const fields = fieldsOf(branch);
  // Numbers that leave some out are names: metadata[2024].
  const isList = keys.length > 0 && keys.every((_key, i) => Object.hasOwn(fields, String(i)));
  return isList ? keys.map((_key, i) => fields[String(i)] ?? "") : fields;
}
