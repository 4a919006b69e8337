import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { FramesResponse, socketRoute } from "@/lib/http/socket-route";
import { served } from "@/lib/http/testing/served";
import { AppError } from "@/lib/platform/errors";
import { EVENT_STREAM_HEADERS, type FrameSink } from "@/lib/platform/event-stream";
import { env } from "@/lib/platform/env";
import { currentRequestId } from "@/lib/platform/request-context";

const Asked = z.strictObject({ word: z.string() });

let signalsSet = 0;
async function untilSet(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  signalsSet += 1;
}

type Sent = { word: string; sink: FrameSink; hasLeft: boolean; resumed: number };
let sent: Sent[] = [];
beforeEach(() => {
  sent = [];
});

const route = await served(
  socketRoute(
    "/",
    onlyMethods({
      GET: endpoint(async ({ url, signal }) => {
        if (new URL(url).searchParams.has("wait")) await untilSet(signal);
        return Response.json({ url });
      }),
      POST: endpoint(async (request) => {
        const { word } = await parseBody(request, Asked, { limitBytes: 1_000 });
        if (word === "no") throw new AppError("too_many_requests", undefined, { retryAfterS: 3 });
        if (word === "late") await sleep(100);
        return new FramesResponse((sink) => {
          const one: Sent = { word, sink, hasLeft: false, resumed: 0 };
          sent.push(one);
          return { resume: () => void (one.resumed += 1), leave: () => void (one.hasLeft = true) };
        }, EVENT_STREAM_HEADERS);
      }),
    }),
  ),
);
afterAll(() => route.stop());

const post = (body: string, init: RequestInit = {}) => fetch(route.url, { method: "POST", body, ...init });
const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error;

describe("an answer of events", () => {
  test("has the head of any answer, and what is sent as it comes", async () => {
    const asking = post('{"word":"hello"}', { headers: { "x-request-id": "request-of-a-proxy" } });
    await expect.poll(() => sent.length).toBe(1);
    sent[0]!.sink.send(Buffer.from("data: one\n\n"));
    const response = await asking;
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": "request-of-a-proxy",
    });
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("data: one\n\n");
    sent[0]!.sink.send(Buffer.from("data: two\n\n"));
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("data: two\n\n");
    sent[0]!.sink.end();
    expect((await reader.read()).done).toBe(true);
    await expect.poll(() => sent[0]!.hasLeft).toBe(true);
  });

  test("that is left tells its source", async () => {
    const leaving = new AbortController();
    const asking = post('{"word":"hello"}', { signal: leaving.signal });
    await expect.poll(() => sent.length).toBe(1);
    sent[0]!.sink.send(Buffer.from(":\n\n"));
    await asking;
    leaving.abort();
    await expect.poll(() => sent[0]!.hasLeft).toBe(true);
  });

  test("that was left before it began has no reader, and its source is told", async () => {
    const leaving = new AbortController();
    const asking = post('{"word":"late"}', { signal: leaving.signal });
    await sleep(30);
    leaving.abort();
    await expect(asking).rejects.toThrow("aborted");
    // The source is told, because something may have to end with it.
    await expect.poll(() => sent.map(({ hasLeft }) => hasLeft)).toEqual([true]);
    expect(sent[0]!.sink.send(Buffer.from(":\n\n"))).toBe(false);
    sent[0]!.sink.end();
  });
});

describe("refused as any route refuses", () => {
  test.each([
    ["no JSON", "{", 400, "invalid_input"],
    ["an unknown field", '{"word":"a","x":1}', 400, "invalid_input"],
    ["nothing", "", 400, "invalid_input"],
  ])("%s", async (_what, body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error).toMatchObject({ code, requestId: response.headers.get("x-request-id") });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("too much, of which no more is read than the limit, told or not", async () => {
    const told = await post(JSON.stringify({ word: "x".repeat(100_000) }));
    expect([told.status, (await errorOf(told))["code"]]).toEqual([413, "payload_too_large"]);
    const untold = await new Promise<number>((resolve, reject) => {
      const request = http.request(route.url, { method: "POST" }, (response) => resolve(response.statusCode ?? 0));
      request.on("error", reject);
      // In chunks, with no length: it is found out while it is read, and the answer still comes.
      request.write("x".repeat(20_000));
      request.end("x");
    });
    expect(untold).toBe(413);
  });

  test("too often, with when to come back", async () => {
    const response = await post('{"word":"no"}');
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
  });

  test("what a page of another site posts", async () => {
    const response = await post('{"word":"hello"}', { headers: { "sec-fetch-site": "cross-site" } });
    expect(response.status).toBe(403);
    expect(sent).toEqual([]);
  });

  test("other methods, with those that it takes", async () => {
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const response = await fetch(route.url, { method });
      expect([method, response.status, response.headers.get("allow")]).toEqual([
        method,
        405,
        "GET, HEAD, POST, OPTIONS",
      ]);
    }
    const asked = await fetch(route.url, { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
  });
});

describe("an answer that is whole", () => {
  test("comes with its head, and its address is ours, whatever the request claimed", async () => {
    const response = await fetch(`${route.url}?a=1`, { headers: { "x-forwarded-host": "evil.test" } });
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ url: `${env.appUrl}/?a=1` });
  });

  test("is not written for who has left", async () => {
    const leaving = new AbortController();
    const asking = fetch(`${route.url}?wait`, { signal: leaving.signal });
    await sleep(30);
    leaving.abort();
    await expect(asking).rejects.toThrow("aborted");
    await expect.poll(() => signalsSet).toBe(1);
  });
});

test("a reader who is behind is waited for, and told when there is room", async () => {
  const asking = post('{"word":"hello"}');
  await expect.poll(() => sent.length).toBe(1);
  const { sink } = sent[0]!;
  const frame = Buffer.alloc(64 * 1024, "x");
  let taken = 1;
  while (sink.send(frame) && taken < 10_000) taken += 1;
  expect(taken).toBeLessThan(10_000);
  const response = await asking;
  const reading = response.arrayBuffer();
  await expect.poll(() => sent[0]!.resumed).toBeGreaterThan(0);
  sink.end();
  expect((await reading).byteLength).toBe(taken * frame.length);
});

test("no request's id outlives it", () => {
  expect(currentRequestId()).toBeUndefined();
});
