import { describe, expect, test } from "vitest";
import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import { answerReader, type AnswerEvent } from "./answer-reader";
import { postMessage } from "./post-message";
import { SendFailure, unreachable } from "./send-failure";
import { aServer } from "./testing/a-server";
import { frame, START } from "./testing/answer-server";

const MESSAGE: SendMessage = { message: "Hello", clientRequestId: "0190a6f0-0000-7000-8000-000000000001" };

function stream(...pieces: (string | Error)[]): Response {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else if (typeof piece === "string") controller.enqueue(new TextEncoder().encode(piece));
      else controller.error(piece);
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

async function heard(answer: () => Response | Promise<Response>): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  const reader = answerReader({ generationId: undefined, length: 0 });
  for await (const bytes of postMessage(MESSAGE, aServer(answer))) events.push(...reader.push(bytes));
  return events;
}

async function failure(answer: () => Response | Promise<Response>): Promise<SendFailure> {
  const thrown: unknown = await heard(answer).catch((error: unknown) => error);
  if (!(thrown instanceof SendFailure)) throw new Error(`No SendFailure but ${String(thrown)}`);
  return thrown;
}

const refusal = (status: number, error: object, headers = {}) => Response.json({ error }, { status, headers });

describe("a refusal", () => {
  test("says the server's own sentence and code", async () => {
    const spent = { code: "allowance_spent", message: "Your allowance is used up until 3 March.", requestId: "r" };
    expect(await failure(() => refusal(402, spent))).toMatchObject({ code: spent.code, message: spent.message });
  });

  test("prefers what it says about a field", async () => {
    const error = { code: "invalid_input", message: "That request is not valid.", fields: { message: ["Too long."] } };
    expect((await failure(() => refusal(400, error))).message).toBe("Too long.");
  });

  test("says when to try again", async () => {
    const error = { code: "too_many_requests", message: "Please wait a little." };
    expect((await failure(() => refusal(429, error, { "retry-after": "12" }))).retryAfterS).toBe(12);
    expect((await failure(() => refusal(429, error))).retryAfterS).toBeUndefined();
  });

  test.each(["<html>Bad gateway</html>", "", "null", '{"error":7}', '{"error":{"code":3,"fields":"x"}}'])(
    "by something that is not Parley (%j) still has a sentence",
    async (body) => {
      const { code, message } = await failure(() => new Response(body, { status: 502 }));
      expect(code).toBe("unreachable");
      expect(message).toContain("Your message is kept");
    },
  );
});

describe("a broken connection", () => {
  test("before any answer is a failure that keeps its cause", async () => {
    const cause = new TypeError("fetch failed");
    expect(await failure(() => Promise.reject(cause))).toMatchObject({ code: "unreachable", cause });
  });

  test("lets go of the body when nobody listens any more", async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array([1])),
      cancel: () => void (isCancelled = true),
    });
    const reading = postMessage(
      MESSAGE,
      aServer(() => new Response(body)),
    );
    await reading.next();
    await reading.return();
    expect(isCancelled).toBe(true);
  });

  test("is told apart from being offline", () => {
    expect(unreachable(undefined, false).code).toBe("offline");
    expect(unreachable(undefined, true).code).toBe("unreachable");
  });

  test("in the middle gives what came before it", async () => {
    const seen: string[] = [];
    const { fetch } = aServer(() => stream(frame(START), new TypeError("network error")));
    const reading = (async () => {
      for await (const bytes of postMessage(MESSAGE, { fetch })) seen.push(new TextDecoder().decode(bytes));
    })();
    await expect(reading).rejects.toBeInstanceOf(SendFailure);
    expect(seen).toEqual([frame(START)]);
  });
});

describe("an answer", () => {
  const delta = (text: string): ChatEvent => ({ type: "delta", text });
  const usage: ChatEvent = { type: "usage", inputTokens: 3, outputTokens: 2, costMicros: 9 };
  const done: ChatEvent = { type: "done", finishReason: "stop" };

  test("is told in the order it came", async () => {
    const ends = [0, 3, 5, 5, 5];
    const wire = [START, delta("Hel"), delta("lo"), usage, done].map((event, index) => frame(event, ends[index]));
    expect(await heard(() => stream(wire.join("")))).toEqual([START, delta("Hel"), delta("lo"), usage, done]);
  });

  test("skips frames that this version does not know", async () => {
    const strange = "event: weather\ndata: {}\n\nevent: delta\ndata: not json\n\nevent: delta\ndata: {}\n\n";
    expect(await heard(() => stream(frame(START), strange, frame(done)))).toEqual([START, done]);
  });

  test("was asked for once, as JSON, with the request's own id", async () => {
    const { asked, fetch } = aServer(() => stream(frame(done)));
    for await (const bytes of postMessage(MESSAGE, { fetch })) expect(bytes.length).toBeGreaterThan(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.method).toBe("POST");
    expect(asked[0]?.url).toBe("http://parley.test/api/openai/chat");
    expect(await asked[0]?.json()).toEqual(MESSAGE);
  });
});
