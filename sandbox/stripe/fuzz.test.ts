import net from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aFullWorld, anyRequest, NASTY } from "./testing/any-request";
import { DAY_S } from "./testing/still-world";
import { openWorld } from "./testing/test-world";

/** What is wrong with a reply: Stripe's SDK can only read a thing, or an error that says what it is. */
function faultOf({ status, body }: { status: number; body: unknown }): string | null {
  const { error } = body as { error?: { type?: unknown; message?: unknown } };
  const isError = typeof error?.type === "string" && typeof error.message === "string";
  if (status < 500 && status < 400 === !isError) return null;
  return `${status} ${JSON.stringify(body).slice(0, 300)}`;
}

describe("in process", () => {
  test("whatever a known route is sent, it answers as Stripe does, and time goes on after it", () => {
    let taken = 0;
    let asked = 0;
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const world = aFullWorld();
        for (let times = draw(fc.integer, { min: 1, max: 40 }); times > 0; times--) {
          const { method, path, form } = anyRequest(world, draw);
          const reply = world.ask(method, path, {}, method === "GET" ? { query: form } : { body: form });
          expect(faultOf(reply)).toBeNull();
          asked++;
          if (reply.status === 200) taken++;
        }
        world.advance(draw(fc.nat, 40) * DAY_S);
        expect(world.ask("GET", "/v1/customers").status).toBe(200);
      }),
      // To make it smaller would take an hour: each run is a world of its own.
      { numRuns: 60, endOnFailure: true },
    );
    // A property that only ever gets refusals proves little.
    expect(taken / asked).toBeGreaterThan(0.2);
  });

  test("whatever comes as path, query, body and headers, it answers as Stripe does", () => {
    const text = fc.oneof(fc.constantFrom(...NASTY, ...UNREADABLE), fc.string({ unit: "binary", maxLength: 200 }));
    const world = aFullWorld();
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "", "get"),
          path: fc.array(text, { maxLength: 5 }).map((parts) => `/v1/${parts.join("/")}`),
          query: text,
          body: text,
          contentType: fc.oneof(fc.constant("application/x-www-form-urlencoded"), text),
          authorization: fc.oneof(fc.constant("Bearer sk_test_123456789012"), text),
          idempotencyKey: fc.option(text, { nil: undefined }),
          stripeVersion: fc.option(text, { nil: undefined }),
        }),
        ({ method, path, ...more }) => {
          expect(faultOf(world.ask(method, path, {}, more))).toBeNull();
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Not text at all, once it is decoded. */
const UNREADABLE = ["%00", "%FF", "%ED%A0%80", "%", "%zz", "a=%C3%28", "a[=1", "a]b=1", "a[b]c=1", "[a]=1", "=1"];

/** Sends bytes as they are and says what came back until the other side closed. */
function exchange(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1", () => socket.end(bytes));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });
}

test("over the wire no bytes bring it down: they are refused as Stripe refuses, or not answered", async () => {
  const { url, stripe } = await openWorld();
  const port = Number(new URL(url).port);
  const head = fc.constantFrom(
    "",
    "GET /v1/customers HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    "POST /v1/customers HTTP/1.1\r\nhost: a\r\ncontent-length: 40\r\nconnection: close\r\n\r\n",
    "POST /v1/\u0000 HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "GET /v1/events?limit=%FF HTTP/1.1\r\nhost: [::\r\nauthorization: Basic ////\r\nconnection: close\r\n\r\n",
  );
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 2_000 }), async (start, rest) => {
      const reply = await exchange(port, Buffer.concat([Buffer.from(start), rest]));
      expect(reply).toMatch(/^$|^HTTP\/1\.1 4\d\d [^]*"error"/);
    }),
    { numRuns: 60 },
  );
  expect((await stripe.customers.list()).data).toEqual([]);
});

/** Bodies are cut at the byte before what is too much, whole sequences first. */
const FILLINGS: [unit: string, below: number][] = [
  ["a", 400],
  ["a[", 400],
  ["&", 200],
  ["%41", 400],
  ["a=1&", 400],
  ["metadata[a]=1&", 400],
  ["a=%ff&", 400],
];

test.each(FILLINGS)("a megabyte of %j is %i, and a byte more is 413", async (unit, below) => {
  const { url } = await openWorld();
  const headers = { authorization: "Bearer sk_test_123456789012", "content-type": "application/x-www-form-urlencoded" };
  const send = async (size: number) => {
    const body = unit.repeat(Math.floor(size / unit.length)).padEnd(size, "&");
    const reply = await fetch(`${url}/v1/customers`, { method: "POST", headers, body });
    expect(faultOf({ status: reply.status, body: await reply.json() })).toBeNull();
    return reply.status;
  };
  expect([await send(1_000_000), await send(1_000_001)]).toEqual([below, 413]);
});
