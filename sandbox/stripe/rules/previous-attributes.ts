type Fields = { [key: string]: unknown };

/**
 * What an update event tells of the past: the fields that differ, as they were.
 * A nested object is told whole, which is what the SDK declares (`Partial<T>`).
 */
export function previousAttributes(before: object, after: object): Fields {
  const old = before as Fields;
  const fresh = after as Fields;
  const told: Fields = {};
  for (const key of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    if (!same(old[key], fresh[key])) told[key] = old[key] ?? null;
  }
  return told;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
