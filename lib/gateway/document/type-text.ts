import type { JsonSchema } from "@/lib/gateway/document/schemas";

const NAMES: Record<string, string> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  object: "object",
  null: "null",
};

/** What a value may be, in words: "whole number, 1 to 128", "text or list of texts". Null is left out: it is as if absent. */
export function typeText(schema: JsonSchema): string {
  const options = optionsOf(schema);
  if (options.length > 0) {
    const texts = options.map(typeText).filter((text) => text !== "null");
    return [...new Set(texts)].join(" or ");
  }
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(", ");
  return `${nameOf(schema)}${rangeOf(schema)}`;
}

function optionsOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  return ((anyOf ?? oneOf ?? []) as JsonSchema[]).flatMap((option) => {
    const inner = optionsOf(option);
    return inner.length > 0 ? inner : [option];
  });
}

function nameOf(schema: JsonSchema): string {
  const types = [schema["type"] ?? "anything"].flat().map(String);
  const type = types.filter((name) => name !== "null" || types.length === 1).join(" or ");
  if (type !== "array") return NAMES[type] ?? type;
  const item = typeText((schema["items"] ?? {}) as JsonSchema).replace(/,.*/, "");
  return `list of ${item.includes(" or ") || item === "" ? "values" : pluralOf(item)}`;
}

function pluralOf(name: string): string {
  return name.startsWith("list of") ? name.replace("list", "lists") : `${name}s`;
}

function rangeOf(schema: JsonSchema): string {
  const [least, most] = [schema["minimum"] ?? schema["minItems"], schema["maximum"] ?? schema["maxItems"]];
  if (typeof least === "number" && typeof most === "number") return `, ${least} to ${most}`;
  if (typeof most === "number") return `, ${most} at most`;
  return typeof least === "number" && least > 1 ? `, ${least} at least` : "";
}
