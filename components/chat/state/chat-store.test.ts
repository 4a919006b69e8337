import { describe, expect, test } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import { delta } from "@/components/chat/stream/testing/answer-server";
import { type Conversation, EMPTY } from "./conversation";
import { A, aChat, C, DONE, G, REQUEST, START } from "./testing/a-chat";

const answer = (store: ReturnType<typeof aChat>["store"], key: string) => store.find(key)?.messages.at(-1);
const from = EMPTY;

test("a new conversation is found under its key, and under its id once it has started", async () => {
  const { store, stream, frame, news } = aChat();
  store.send("new-1", REQUEST, { from });
  expect(store.find("new-1")?.turn.state).toBe("sending");

  await stream.say([START, delta("Hi")]);
  frame();
  expect(store.find(C)).toBe(store.find("new-1"));
  expect(answer(store, C)?.content).toBe("Hi");
  expect(news).toEqual([{ type: "started", key: "new-1", conversationId: C, request: REQUEST }]);
});

test("what arrives within a frame of the screen is one change", async () => {
  const { store, stream, frame } = aChat();
  store.send("new-1", REQUEST, { from });
  let changes = 0;
  store.subscribe(() => (changes += 1));
  await stream.say([START], [delta("a")], [delta("b"), delta("c")]);
  expect(changes).toBe(0);
  frame();
  expect([changes, answer(store, C)?.content]).toEqual([1, "abc"]);
});

test("the end does not wait for a frame that may never come, and a late frame repeats nothing", async () => {
  const { store, stream, told, frame } = aChat();
  store.send("new-1", REQUEST, { from });
  await stream.say([START, delta("all of it"), DONE], "end");
  frame();
  expect(answer(store, C)).toMatchObject({ content: "all of it", status: "complete" });
  expect(told()).toEqual(["started", "ended"]);
});

describe("a message that does not get through", () => {
  test("is refused with the server's reason, and leaves the screen as it was", async () => {
    const { store, stream, news } = aChat();
    const spent = new SendFailure("allowance_spent", "Your allowance is used up.");
    const before: Conversation = {
      ...EMPTY,
      messages: [{ id: "q", role: "user", status: "complete", content: "Before" }],
    };
    store.send("c", REQUEST, { from: before });
    await stream.say(spent);
    expect(store.find("c")).toMatchObject({
      messages: [{ content: "Before" }],
      turn: { state: "refused", request: REQUEST, failure: spent },
    });
    expect(news).toEqual([{ type: "refused", key: "c", request: REQUEST, code: "allowance_spent" }]);
  });

  test("may be sent again, as the same request", async () => {
    const { store, stream } = aChat();
    store.send("new-1", REQUEST, { from });
    await stream.say(new TypeError("network error"));
    store.send("new-1", REQUEST, { from });
    await stream.say([START, DONE], "end");
    expect(stream.posted).toEqual([REQUEST, REQUEST]);
    expect(store.find(C)?.turn.state).toBe("idle");
  });

  test("counts as refused also when the stream ends before it began", async () => {
    const { store, stream, told } = aChat();
    store.send("new-1", REQUEST, { from });
    await stream.say("end");
    expect(told()).toEqual(["refused"]);
  });
});

test("a connection that breaks in the middle is followed by another one, and the news are told once", async () => {
  const { store, stream, told, frame } = aChat();
  store.send("new-1", REQUEST, { from });
  await stream.say([START, delta("half")], new TypeError("network error"));
  frame();
  expect(store.find(C)?.turn.state).toBe("lost");
  await stream.say([START, delta(" and half"), DONE]);
  expect(answer(store, C)).toMatchObject({ content: "half and half", status: "complete" });
  expect(stream.resumed).toEqual([[G, 4]]);
  expect(told()).toEqual(["started", "ended"]);
});

test("two sends at once are one", async () => {
  const { store, stream } = aChat();
  store.send("c", REQUEST, { from });
  store.send("c", { ...REQUEST, clientRequestId: "r2" }, { from });
  await stream.say([START, DONE], "end");
  expect(stream.posted).toEqual([REQUEST]);
});

describe("an answer that somebody else began", () => {
  const open: Conversation = {
    id: C,
    turn: { state: "idle" },
    messages: [{ id: A, generationId: G, role: "assistant", status: "streaming", content: "Hel" }],
  };

  test("is listened to from where the page has it, and ends without a request", async () => {
    const { store, stream, news } = aChat();
    store.join(C, open);
    store.join(C, open);
    await stream.say([START, delta("Hel"), delta("lo"), DONE]);
    expect(stream.resumed).toEqual([[G, 3]]);
    expect(answer(store, C)).toMatchObject({ content: "Hello", status: "complete" });
    expect(news).toEqual([{ type: "ended", key: C, conversation: store.find(C) }]);
  });

  test("can be stopped", async () => {
    const { store, stops } = aChat();
    store.join(C, open);
    store.stop(C);
    expect(stops).toEqual([[G, 3]]);
  });

  test("without a run to listen to is left as it is", () => {
    const { store } = aChat();
    store.join(C, { ...open, messages: [{ role: "assistant", status: "streaming", content: "" }] });
    expect(store.find(C)).toBeUndefined();
  });
});

describe("stop", () => {
  test("says what was on the screen, once, and keeps what the server keeps", async () => {
    const { store, stream, stops, frame } = aChat();
    store.send("c", REQUEST, { from });
    await stream.say([START, delta("Hello")]);
    frame();
    store.stop(C);
    store.stop(C);
    await stream.say([delta(" there"), { type: "done", finishReason: "stopped", keptLength: 5 }]);
    expect(stops).toEqual([[G, 5]]);
    expect(answer(store, C)).toMatchObject({ content: "Hello", status: "stopped" });
  });

  test("before the answer has begun is told as soon as it has", async () => {
    const { store, stream, stops, frame } = aChat();
    store.send("c", REQUEST, { from });
    store.stop("c");
    expect(stops).toEqual([]);
    await stream.say([START]);
    frame();
    expect(stops).toEqual([[G, 0]]);
  });

  test("that can not be told is tried again, and then the answer is shown to go on", async () => {
    const { store, stream, stops, frame } = aChat({ stop: () => Promise.reject(new TypeError("fetch failed")) });
    store.send("c", REQUEST, { from });
    await stream.say([START, delta("Hello")]);
    frame();
    store.stop(C);
    await stream.say([delta(" there")]);
    frame();
    expect(stops).toHaveLength(4);
    expect(store.find(C)?.turn).toMatchObject({ state: "streaming", stopFailed: true });
    expect(answer(store, C)?.content).toBe("Hello there");
  });

  test("of what is over is no longer tried", async () => {
    const { store, stream, stops } = aChat({ stop: () => Promise.reject(new TypeError("fetch failed")) });
    store.send("c", REQUEST, { from });
    await stream.say([START, DONE], "end");
    store.stop(C);
    expect(stops).toEqual([]);
  });
});

describe("a change from elsewhere", () => {
  test("is made to what is shown, or to the answer that runs", async () => {
    const { store, stream, frame } = aChat();
    store.change(C, { ...EMPTY, id: C }, (current) => ({ ...current, hasOlder: true }));
    expect(store.find(C)).toMatchObject({ id: C, hasOlder: true });
    store.send(C, { ...REQUEST, conversationId: C }, { from });
    await stream.say([START, delta("Hi")]);
    frame();
    store.change(C, EMPTY, (current) => ({ ...current, hasOlder: false }));
    expect(answer(store, C)?.content).toBe("Hi");
  });
});
