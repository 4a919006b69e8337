import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import Stripe from "stripe";

/** When the call that is being made must be over, on the clock of `performance.now`. */
const deadlines = new AsyncLocalStorage<number>();

/**
 * Does work that calls Stripe, with all its retries, in this time or not at all.
 * @throws Error when the time is over; what was under way ends soon after, and no attempt begins any more.
 */
export async function withinPatience<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(outOfTime()), patienceMs);
  });
  try {
    return await Promise.race([deadlines.run(performance.now() + patienceMs, work), over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Node's HTTP, where each attempt gets at most what is left of the patience. */
export function patientHttp() {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = (...[host, port, path, method, headers, data, protocol, timeoutMs]) => {
    const leftMs = (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();
    if (leftMs <= 0) return Promise.reject(outOfTime());
    return send(host, port, path, method, headers, data, protocol, Math.min(timeoutMs, leftMs));
  };
  return client;
}

function outOfTime(): Error {
  return new Error("Stripe did not answer in time");
}
