const UNREACHABLE = "We could not reach the server. Nothing was charged: try again in a moment.";

/**
 * Asks our API to open one of Stripe's pages.
 * @returns its address.
 * @throws Error whose message is a sentence for the person.
 */
export async function requestHostedPage(path: string, body: unknown, fetch = globalThis.fetch): Promise<string> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new Error(UNREACHABLE, { cause });
  });
  // A proxy's own error page is no JSON.
  const answer: unknown = await response.json().catch(() => undefined);
  const url = response.ok ? memberOf(answer, "url") : undefined;
  if (typeof url === "string") return url;
  const message = memberOf(memberOf(answer, "error"), "message");
  throw new Error(typeof message === "string" ? message : UNREACHABLE);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
