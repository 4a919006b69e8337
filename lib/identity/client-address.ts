import "server-only";
import { env } from "@/lib/platform/env";

/**
 * The address a request comes from, for throttling. `x-forwarded-for` ends with the peer that connected to us
 * (`lib/http/peer-address.ts`), and every proxy of ours in front has put the peer it saw before that; whatever a client
 * claims stands further left and is not believed. Who came past the proxies brings fewer entries: the first is theirs.
 */
export function clientAddress(headers: Headers, trustedProxies = env.trustedProxies): string {
  const seen = headers.get("x-forwarded-for")?.split(",") ?? [];
  const entry = seen.at(-1 - trustedProxies) ?? seen[0] ?? "";
  return networkOf(entry.trim()) || "local";
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
