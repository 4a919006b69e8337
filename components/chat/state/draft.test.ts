import { describe, expect, test } from "vitest";
import type { SendMessage } from "@/lib/chat/schema";
import { arrived, draftIn, isNothing, posted, requestFor, returned } from "./draft";
import { aFile } from "./testing/a-file";

const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1" };

describe("the request for a text", () => {
  const newId = () => "r2";

  test("is new for a new text", () => {
    expect(requestFor({ text: "Hello" }, { model: "swift" }, newId)).toEqual({
      message: "Hello",
      model: "swift",
      clientRequestId: "r2",
    });
  });

  test("names the files that go with it", () => {
    const { attachmentIds } = requestFor({ text: "Hello", files: [aFile("f1"), aFile("f2")] }, {}, newId);
    expect(attachmentIds).toEqual(["f1", "f2"]);
  });

  test("is the unconfirmed one again while nothing about it changed", () => {
    expect(requestFor({ text: "Hello", unsent: REQUEST }, {}, newId)).toBe(REQUEST);
    const unsent = { clientRequestId: "r1", attachmentIds: ["f1"], model: "swift", message: "Hello" };
    expect(requestFor({ text: "Hello", unsent, files: [aFile("f1")] }, { model: "swift" }, newId)).toBe(unsent);
  });

  test.each([
    ["text", { text: "Hello!", unsent: REQUEST }, {}],
    ["model", { text: "Hello", unsent: REQUEST }, { model: "sage" }],
    ["conversation", { text: "Hello", unsent: REQUEST }, { conversationId: "c1" }],
    ["files", { text: "Hello", unsent: REQUEST, files: [aFile("f1")] }, {}],
    ["history", { text: "Hello", unsent: REQUEST }, { temporary: { history: [] } }],
    ["instructions", { text: "Hello", unsent: REQUEST }, { instructions: "Be brief." }],
  ])("is another one when its %s changed", (_, draft, place) => {
    expect(requestFor(draft, place, newId).clientRequestId).toBe("r2");
  });
});

describe("a message on its way", () => {
  const sent = posted({ text: "Hello", queue: [], settings: { instructions: "x" } }, REQUEST, [aFile("f1")]);

  test("leaves the field, and how the chat is answered stays", () => {
    expect(sent).toMatchObject({ text: "", settings: { instructions: "x" }, inFlight: true });
    expect(sent.files).toBeUndefined();
  });

  test("comes back with its files, before what was written since", () => {
    const back = returned({ ...sent, text: "And more", files: [aFile("f2"), aFile("f1")] });
    expect(back.text).toBe("Hello\n\nAnd more");
    expect(back.files?.map(({ id }) => id)).toEqual(["f1", "f2"]);
    expect(returned(back)).toEqual(back);
  });

  test("leaves nothing behind once it arrived", () => {
    expect(isNothing(arrived(sent, REQUEST))).toBe(true);
  });

  test("is not forgotten because another one arrived", () => {
    expect(arrived(sent, { ...REQUEST, clientRequestId: "other" })).toMatchObject({ unsent: REQUEST, inFlight: true });
  });
});

test("a queued message that arrived waits no longer, and the others do", () => {
  const other = { ...REQUEST, clientRequestId: "r2" };
  const draft = { text: "Typing", queue: [{ request: REQUEST }, { request: other }] };
  expect(arrived(draft, REQUEST)).toEqual({ text: "Typing", queue: [{ request: other }] });
});

describe("what storage holds", () => {
  test.each([
    "{",
    "null",
    "7",
    '{"text":1}',
    '{"text":"x","unsent":null}',
    '{"text":"x","unsent":{}}',
    '{"text":"x","queue":[{}]}',
    '{"text":"x","queue":{}}',
    '{"text":"x","files":[{"id":1}]}',
    '{"text":"x","settings":7}',
  ])("%j is an empty draft", (value) => {
    expect(draftIn(value)).toEqual({ text: "" });
  });

  test("is a draft, where it is one", () => {
    const draft = {
      text: "x",
      unsent: REQUEST,
      queue: [{ request: REQUEST, files: [aFile("f")] }],
      files: [aFile("g")],
    };
    expect(draftIn(JSON.stringify(draft))).toEqual(draft);
    expect(draftIn(undefined)).toEqual({ text: "" });
  });
});
