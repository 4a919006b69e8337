import http from "node:http";

type Call = { port: number; path: string; method?: string; headers?: Record<string, string>; body?: string };

/** Servers close idle connections after five seconds; one that is let go earlier is never reused while it closes. */
const IDLE_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64, timeout: IDLE_MS });

/** One request, read to its end. */
export function call({
  port,
  path,
  method = "GET",
  headers = {},
  body,
}: Call): Promise<{ status: number; ms: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const request = http.request({ host: "127.0.0.1", port, path, method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - sentAt, text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** `count` requests by `clients` at a time, as fast as they are answered. */
export async function flood(count: number, clients: number, make: (index: number) => Call) {
  const times: number[] = [];
  const failures: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) {
        const { ms, status } = await call(make(next++));
        times.push(ms);
        if (status >= 400) failures.push(status);
      }
    }),
  );
  return { times, failures, perSecond: count / ((performance.now() - startedAt) / 1000) };
}

/** `perSecond` requests each second for `seconds`, whether or not earlier ones were answered. */
export async function steady(perSecond: number, seconds: number, make: (index: number) => Call) {
  const runs: Promise<{ ms: number; status: number }>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueIn = startedAt + (index * 1000) / perSecond - performance.now();
    if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
    runs.push(call(make(index)));
  }
  const done = await Promise.all(runs);
  return {
    times: done.map(({ ms }) => ms),
    failures: done.filter(({ status }) => status >= 400).map(({ status }) => status),
  };
}
