import { describe, expect, test } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import { type ChatNews, chatStore } from "./chat-store";

const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1" };
const START: ChatEvent = { type: "start", generationId: "g", conversationId: "c", messageId: "a" };
const DONE: ChatEvent = { type: "done", finishReason: "stop" };
const delta = (text: string): ChatEvent => ({ type: "delta", text });

/** A server that says what the test tells it to, when the test tells it to. */
function aStream() {
  const said: (ChatEvent[] | Error | "end")[] = [];
  let wake = () => {};
  const posted: SendMessage[] = [];
  return {
    posted,
    async say(...pieces: (ChatEvent[] | Error | "end")[]) {
      said.push(...pieces);
      wake();
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    },
    async *post(request: SendMessage): AsyncGenerator<ChatEvent[], void> {
      posted.push(request);
      for (;;) {
        const piece = said.shift();
        if (piece === "end") return;
        if (piece instanceof Error) throw piece;
        if (piece) yield piece;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

function aChat() {
  const stream = aStream();
  const news: ChatNews[] = [];
  const frames: (() => void)[] = [];
  const store = chatStore({
    schedule: (callback) => frames.push(callback),
    post: stream.post,
  });
  store.onNews((item) => news.push(item));
  const frame = () => {
    for (const callback of frames.splice(0)) callback();
  };
  return { stream, news, frame, store, told: () => news.map(({ type }) => type) };
}

const answer = (store: ReturnType<typeof aChat>["store"], key: string) => store.find(key)?.messages.at(-1);

test("a new conversation is found under its key, and under its id once it has started", async () => {
  const { store, stream, frame, news } = aChat();
  store.send("new-1", REQUEST, []);
  expect(store.find("new-1")?.turn.state).toBe("sending");

  await stream.say([START, delta("Hi")]);
  frame();
  expect(store.find("c")).toBe(store.find("new-1"));
  expect(answer(store, "c")?.content).toBe("Hi");
  expect(news).toEqual([{ type: "started", key: "new-1", conversationId: "c", request: REQUEST }]);
});

test("what arrives within a frame of the screen is one change", async () => {
  const { store, stream, frame } = aChat();
  store.send("new-1", REQUEST, []);
  let changes = 0;
  store.subscribe(() => (changes += 1));
  await stream.say([START], [delta("a")], [delta("b"), delta("c")]);
  expect(changes).toBe(0);
  frame();
  expect([changes, answer(store, "c")?.content]).toEqual([1, "abc"]);
});

test("the end does not wait for a frame that may never come", async () => {
  const { store, stream, told } = aChat();
  store.send("new-1", REQUEST, []);
  await stream.say([START, delta("all of it"), DONE], "end");
  expect(answer(store, "c")).toMatchObject({ content: "all of it", status: "complete" });
  expect(told()).toEqual(["started", "ended"]);
});

test("a frame that comes after the end repeats nothing", async () => {
  const { store, stream, frame } = aChat();
  store.send("new-1", REQUEST, []);
  await stream.say([START, delta("once"), DONE], "end");
  frame();
  expect(answer(store, "c")?.content).toBe("once");
});

describe("a message that does not get through", () => {
  test("is refused with the server's reason, and leaves the screen as it was", async () => {
    const { store, stream, news } = aChat();
    const spent = new SendFailure("allowance_spent", "Your allowance is used up.");
    store.send("c", REQUEST, [{ id: "q", role: "user", status: "complete", content: "Before" }]);
    await stream.say(spent);
    expect(store.find("c")).toMatchObject({
      messages: [{ content: "Before" }],
      turn: { state: "refused", request: REQUEST, failure: spent },
    });
    expect(news).toEqual([{ type: "refused", key: "c", request: REQUEST }]);
  });

  test("may be sent again, as the same request", async () => {
    const { store, stream } = aChat();
    store.send("new-1", REQUEST, []);
    await stream.say(new TypeError("network error"));
    store.send("new-1", REQUEST, []);
    await stream.say([START, DONE], "end");
    expect(stream.posted).toEqual([REQUEST, REQUEST]);
    expect(store.find("c")?.turn.state).toBe("idle");
  });

  test("counts as refused also when the stream ends before it began", async () => {
    const { store, stream, told } = aChat();
    store.send("new-1", REQUEST, []);
    await stream.say("end");
    expect(told()).toEqual(["refused"]);
    expect(store.find("new-1")?.turn.state).toBe("refused");
  });
});

test("a connection that breaks in the middle keeps the text and tells that it ended", async () => {
  const { store, stream, told } = aChat();
  store.send("new-1", REQUEST, []);
  await stream.say([START, delta("half")], new TypeError("network error"));
  expect(store.find("c")?.turn.state).toBe("lost");
  expect(answer(store, "c")?.content).toBe("half");
  expect(told()).toEqual(["started", "ended"]);
});

test("two sends at once are one", async () => {
  const { store, stream } = aChat();
  store.send("c", REQUEST, []);
  store.send("c", { ...REQUEST, clientRequestId: "r2" }, []);
  await stream.say([START, DONE], "end");
  expect(stream.posted).toEqual([REQUEST]);
});
