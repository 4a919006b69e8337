/** What was given, or nothing: an empty text unsets a field. */
export function orNull<T>(value: T | "" | null | undefined): T | null {
  return value === undefined || value === "" ? null : value;
}

/** What was given, or else this. */
export function or<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value;
}

/** Keeps what is there unless something was given; an empty text then unsets it. */
export function changed<T>(value: T | "" | null | undefined, before: T | null): T | null {
  if (value === undefined) return before;
  return orNull(value);
}

type Metadata = { [key: string]: string };

/** Merges metadata as Stripe does: an empty value drops its key, an empty text drops all. */
export function metadataOf(before: Metadata | null, given: unknown): Metadata {
  if (given === undefined || given === null) return before ?? {};
  if (given === "") return {};
  const merged = { ...before, ...(given as Metadata) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}
