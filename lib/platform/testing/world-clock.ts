import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { setWorldOffset, worldOffsetMs } from "@/lib/platform/clock";
import { followWorldClock } from "@/lib/platform/clock-follower";

/** For tests of who follows a clock: clocks that answer as a test wants, and followers that end with it. */

export type Reply = (response: http.ServerResponse, query: URLSearchParams) => void;

/** Looks without a pause; patient, because the machine may be busy. */
export const AT_ONCE = { everyMs: 5, patienceMs: 5_000, heldS: 0 };
const ends: (() => unknown)[] = [];

beforeEach(() => setWorldOffset(0));
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A face that shows so many seconds, or whatever else. */
export const at =
  (offsetS: unknown): Reply =>
  (response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ now: 1, offset_seconds: offsetS }));

/** A clock whose answers a test decides. */
export async function aWorld(first: Reply, port = 0) {
  let reply = first;
  let asked = 0;
  let connections = 0;
  const server = http.createServer((request, response) => {
    asked += 1;
    reply(response, new URL(request.url ?? "", "http://world.test").searchParams);
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  ends.push(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/_sandbox/clock`,
    port: (server.address() as AddressInfo).port,
    close,
    counts: () => ({ asked, connections }),
    answers: (next: Reply) => {
      reply = next;
    },
    /** Until the follower has asked so many times more, and has heard the last but one answer. */
    async looks(times: number): Promise<void> {
      const until = asked + times;
      await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(until), { timeout: 5_000, interval: 5 });
    },
  };
}

export async function follow(url: string, options: Parameters<typeof followWorldClock>[1] = AT_ONCE) {
  const follower = await followWorldClock(url, options);
  ends.push(() => follower.stop());
  return follower;
}

export const expectOffset = (offsetMs: number) =>
  vi.waitFor(() => expect(worldOffsetMs()).toBe(offsetMs), { timeout: 5_000, interval: 5 });
