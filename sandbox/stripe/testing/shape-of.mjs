const WORD = /^[a-z][a-z_.]{0,40}$/;
const ID = /^[a-z_]+_(?=\w*\d)\w{8,}$/;

/**
 * What may be right or wrong about a value by its type: the names in it, the kinds of what they hold, and words, which may
 * be of a closed list. Free text, numbers and ids are all alike.
 */
export function shapeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].toSorted((a, b) => (a < b ? -1 : 1)).join()}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([name, held]) => `${name}:${name === "metadata" ? "m" : shapeOf(held)}`)
      .join()}}`;
  }
  if (typeof value === "string") return WORD.test(value) && !ID.test(value) ? `"${value}"` : "text";
  return typeof value;
}
