type Fields = { [key: string]: unknown };

/**
 * What an update event tells of the past: the fields that differ, as they were.
 * A nested object is told whole, and what was not there not at all, which is what the SDK declares (`Partial<T>`).
 */
export function previousAttributes(before: object, after: object): Fields {
  const old = before as Fields;
  const told = changedFields(before, after).filter((key) => old[key] !== undefined);
  return Object.fromEntries(told.map((key) => [key, old[key]]));
}

export function changedFields(before: object, after: object): string[] {
  const old = before as Fields;
  const fresh = after as Fields;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter((key) => !same(old[key], fresh[key]));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
