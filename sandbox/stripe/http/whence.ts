import type http from "node:http";

/**
 * Whether a page of another site sent this: it may not press the buttons of these pages, nor steer the sandbox.
 * Browsers say where a request comes from; programs say nothing. `null` is what our own pages give as origin,
 * since they send no referrer, to a browser that says no more.
 */
export function isFromElsewhere({ method = "GET", headers }: http.IncomingMessage): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  return origin !== undefined && origin !== "null" && origin !== `http://${host}` && origin !== `https://${host}`;
}
