import "server-only";
import { onArrival } from "@/lib/http/arrivals";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

const HEADER = "x-forwarded-for";

/**
 * From now on every request's `x-forwarded-for` ends with the address that connected to us, as if this process were the
 * last of the proxies. Next fills the header in only where it is absent, and so would believe a visitor who brings one.
 */
export function notePeers(): void {
  const sayOnce = unexplainedProxy();
  onArrival(({ request }) => {
    const claimed = request.headers[HEADER];
    if (claimed !== undefined) sayOnce();
    request.headers[HEADER] = withPeer(claimed, request.socket.remoteAddress);
  });
}

/** The claimed addresses, then the true one. An address that is gone already leaves an empty entry, which is nobody's. */
export function withPeer(claimed: string | string[] | undefined, peer: string | undefined): string {
  return [claimed ?? [], peer ?? ""].flat().join(", ");
}

/** An operator who put a proxy in front and did not say so finds everybody behind it under one limit. */
function unexplainedProxy(): () => void {
  let isSaid = env.trustedProxies > 0;
  return () => {
    if (isSaid) return;
    isSaid = true;
    log.warn("proxy.not_trusted", { advice: "If a proxy of yours stands in front, set TRUSTED_PROXIES." });
  };
}
