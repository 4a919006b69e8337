import { describe, expect, test } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import { delta } from "@/components/chat/stream/testing/answer-server";
import { type Conversation, EMPTY } from "./conversation";
import { aChat, C, G, REQUEST, START } from "./testing/a-chat";

const before: Conversation = { ...EMPTY, messages: [{ id: "q", role: "user", status: "complete", content: "Before" }] };
const LONG_MS = 10_000;

describe("a message that is not heard of for ten seconds", () => {
  test("is said to be slow, and arrives all the same", async () => {
    const { store, stream, frame, passTime, told } = aChat();
    store.send("c", REQUEST, { from: before });
    passTime(LONG_MS - 1);
    expect(store.find("c")?.turn).not.toHaveProperty("isSlow");
    passTime(LONG_MS);
    expect(store.find("c")?.turn).toMatchObject({ state: "sending", isSlow: true });
    await stream.say([START, delta("Hi")]);
    frame();
    expect(store.find(C)?.turn).toEqual({ state: "streaming", request: REQUEST });
    expect(told()).toEqual(["started"]);
  });

  test("can be taken back, which shows what was there before and tells who keeps the words", async () => {
    const { store, stream, passTime, news, stops } = aChat();
    store.send("c", REQUEST, { from: before });
    passTime(LONG_MS);
    store.stop("c");
    await stream.say();
    expect(store.find("c")).toMatchObject({
      messages: before.messages,
      turn: { state: "refused", request: REQUEST, failure: { code: "taken_back" } },
    });
    expect(news).toEqual([{ type: "refused", key: "c", request: REQUEST, code: "taken_back" }]);
    expect(stops).toEqual([]);
  });

  test("comes back by itself where somebody wanted to stop it before", async () => {
    const { store, stream, passTime } = aChat();
    store.send("c", REQUEST, { from: before });
    store.stop("c");
    await stream.say();
    expect(store.find("c")?.turn).toMatchObject({ state: "sending", stop: { seenLength: 0 } });
    passTime(LONG_MS);
    await stream.say();
    expect(store.find("c")?.turn).toMatchObject({ state: "refused", failure: { code: "taken_back" } });
  });

  test("may be sent again, as the same request, and is not slow at first", async () => {
    const { store, stream, passTime } = aChat();
    store.send("c", REQUEST, { from: before });
    passTime(LONG_MS);
    store.stop("c");
    await stream.say();
    store.send("c", REQUEST, { from: before });
    expect(store.find("c")?.turn).toMatchObject({ state: "sending" });
    expect(store.find("c")?.turn).not.toHaveProperty("isSlow");
    expect(stream.posted).toEqual([REQUEST, REQUEST]);
  });
});

test("an answer that runs is never slow, and a stop of it is told", async () => {
  const { store, stream, stops, frame, passTime } = aChat();
  store.send("c", REQUEST, { from: before });
  await stream.say([START, delta("Hi")]);
  frame();
  passTime(LONG_MS);
  expect(store.find(C)?.turn).toEqual({ state: "streaming", request: REQUEST });
  store.stop(C);
  expect(stops).toEqual([[G, 2]]);
});

test("nobody waits for one that was refused", async () => {
  const { store, stream, timers } = aChat();
  store.send("c", REQUEST, { from: before });
  expect(timers.size).toBe(1);
  await stream.say(new SendFailure("conflict", "Not now."));
  expect(timers.size).toBe(0);
  expect(store.find("c")?.turn).toMatchObject({ failure: { code: "conflict" } });
});
