/** An empty text unsets a field; so does not giving it when the thing is made. */
export function orNull<T extends string>(value: T | "" | null | undefined): T | null {
  return value === undefined || value === "" ? null : value;
}

/** Keeps what is there unless something was given; an empty text then unsets it. */
export function changed<T>(value: T | "" | undefined, before: T | null): T | null {
  if (value === undefined) return before;
  return value === "" ? null : value;
}

type Metadata = { [key: string]: string };

/** Merges metadata as Stripe does: an empty value drops its key, an empty text drops all. */
export function metadataOf(before: Metadata | null, given: unknown): Metadata {
  if (given === undefined || given === null) return before ?? {};
  if (given === "") return {};
  const merged = { ...before, ...(given as Metadata) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}
