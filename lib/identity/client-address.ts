import "server-only";

/**
 * The address a request comes from, for throttling. Next's server writes it into `x-forwarded-for`, and every proxy in
 * front appends the peer it saw; so only the last entry is known to be true, and whatever a client claims stands
 * before it. With several proxies that is the innermost but one, and throttling is coarser, never weaker.
 */
export function clientAddress(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return networkOf(last) || "local";
}

/** One customer of a provider holds a whole IPv6 /64, so that is what counts as one address. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.toLowerCase().split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: zeros }, () => "0"), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
