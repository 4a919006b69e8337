/**
 * How old an answer may be that the caller takes, by its `Cache-Control: max-age` (RFC 9111, 5.2.1.1); absent where it
 * asked for none, or for none but a fresh one.
 */
export function wantedMaxAgeS(headers: Pick<Headers, "get">): number | undefined {
  const wishes = (headers.get("cache-control") ?? "").toLowerCase().split(",");
  const names = wishes.map((wish) => wish.trim());
  if (names.includes("no-store") || names.includes("no-cache")) return undefined;
  const age = /^max-age="?(\d{1,9})"?$/.exec(names.find((name) => name.startsWith("max-age")) ?? "")?.[1];
  return age === undefined || Number(age) === 0 ? undefined : Number(age);
}
