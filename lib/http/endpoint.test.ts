import { expect, test } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { parseBody, readText } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { AppError } from "@/lib/platform/errors";
import { currentRequestId } from "@/lib/platform/request-context";

const Note = z.strictObject({ text: z.string().trim().min(1, "Say something first."), n: z.number().int().optional() });

const echo = endpoint(async (request) => Response.json(await parseBody(request, Note)));

function post(body: string | ReadableStream<Uint8Array>, headers: Record<string, string> = {}) {
  // Node asks for `duplex` with a stream; the DOM's type does not know it yet.
  const init = { method: "POST", body, headers, duplex: "half" };
  return new Request("http://localhost/api/notes", init);
}

async function errorOf(response: Response) {
  const { error } = (await response.json()) as {
    error: { code: string; message: string; fields?: unknown; requestId: string };
  };
  return error;
}

test("a good body passes, trimmed", async () => {
  const response = await echo(post('{"text":" hello "}'), undefined);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ text: "hello" });
});

test.each([
  ["not JSON", "{", 400, "invalid_input"],
  ["empty", "", 400, "invalid_input"],
  ["another type", "[]", 400, "invalid_input"],
  ["too large", `{"text":"${"x".repeat(300 * 1024)}"}`, 413, "payload_too_large"],
])("a body that is %s gets a clear answer", async (_what, body, status, code) => {
  const response = await echo(post(body), undefined);
  expect(response.status).toBe(status);
  expect(await errorOf(response)).toMatchObject({ code });
});

test("each wrong field is named, unknown ones too", async () => {
  const response = await echo(post('{"text":"  ","n":1.5,"admin":true}'), undefined);
  expect(response.status).toBe(400);
  expect((await errorOf(response)).fields).toEqual({
    text: ["Say something first."],
    n: [expect.any(String)],
    admin: ["This field is not known."],
  });
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "a field by the name %s is refused like any other",
  async (name) => {
    const response = await echo(post(`{"text":"hello","${name}":{"admin":true}}`), undefined);
    expect([response.status, JSON.stringify((await errorOf(response)).fields)]).toEqual([
      400,
      `{"${name}":["This field is not known."]}`,
    ]);
  },
);

test("a body longer than its header claims is cut at the limit", async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(120)),
  });
  await expect(readText(post(endless, { "content-length": "5" }))).rejects.toMatchObject({ code: "payload_too_large" });
});

test("text split inside a character arrives whole", async () => {
  const bytes = new TextEncoder().encode('{"text":"日本語 😀"}');
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const response = await echo(post(pieces), undefined);
  expect(await response.json()).toEqual({ text: "日本語 😀" });
});

test("every answer carries the request's id, and a good one of a proxy is kept", async () => {
  const seen: unknown[] = [];
  const handle = endpoint(async () => {
    seen.push(currentRequestId());
    throw new AppError("not_found");
  });
  const kept = await handle(post("{}", { "x-request-id": "edge-12345678" }), undefined);
  const made = await handle(post("{}", { "x-request-id": "no good\tid" }), undefined);
  expect(kept.headers.get("x-request-id")).toBe("edge-12345678");
  expect(made.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen).toEqual(["edge-12345678", made.headers.get("x-request-id")]);
  expect((await errorOf(kept)).requestId).toBe("edge-12345678");
});

test("a throttle says when to come back", async () => {
  const handle = endpoint(async () => {
    throw new AppError("too_many_requests", undefined, { retryAfterS: 2.2 });
  });
  const response = await handle(post("{}"), undefined);
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("3");
});

test("a bug answers 500 without its message", async () => {
  const handle = endpoint(async () => {
    throw new TypeError("secret detail");
  });
  const response = await handle(post("{}"), undefined);
  expect(response.status).toBe(500);
  expect(JSON.stringify(await response.json())).not.toContain("secret detail");
});

test("a database that is away answers 503, and the next request is served when it is back", async () => {
  const nobodyThere = new PrismaClient({
    adapter: new PrismaPg({ connectionString: "postgresql://x:y@127.0.0.1:1/z" }),
  });
  let client: Pick<typeof db, "user"> = nobodyThere;
  const handle = endpoint(async () => Response.json({ users: await client.user.count() }));
  const away = await handle(post("{}"), undefined);
  expect(away.status).toBe(503);
  expect((await errorOf(away)).code).toBe("database_down");
  client = db;
  const back = await handle(post("{}"), undefined);
  expect(await back.json()).toEqual({ users: 0 });
});

test("bytes that are no text are refused, not mended", async () => {
  const bytes = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Uint8Array.of(0x22, 0xff, 0x22));
      controller.close();
    },
  });
  await expect(readText(post(bytes))).rejects.toMatchObject({ code: "invalid_input" });
});
