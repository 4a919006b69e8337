import { describe, expect, test } from "vitest";
import type { SendMessage } from "@/lib/chat/schema";
import { type DraftStorage, draftBox, NEW_DRAFT, requestFor } from "./draft-box";

const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1" };

/** A browser's storage that outlives the boxes made on it. */
function storage(): DraftStorage & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

describe("a draft", () => {
  test("survives a reload", () => {
    const browser = storage();
    draftBox("ada", browser).type("c1", "Half a thou");
    expect(draftBox("ada", browser).read("c1").text).toBe("Half a thou");
  });

  test("belongs to its conversation and its person", () => {
    const browser = storage();
    draftBox("ada", browser).type("c1", "Mine");
    expect(draftBox("ada", browser).read("c2").text).toBe("");
    expect(draftBox("bob", browser).read("c1").text).toBe("");
  });

  test("that is empty leaves nothing behind", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.type("c1", "x");
    box.type("c1", "");
    expect(browser.items.size).toBe(0);
  });

  test("is the same object until it changes, so that a view may compare it", () => {
    const box = draftBox("ada", storage());
    expect(box.read("c1")).toBe(box.read("c1"));
  });

  test("tells its listeners, until they leave", () => {
    const box = draftBox("ada", storage());
    const heard: string[] = [];
    const leave = box.subscribe(() => heard.push(box.read("c1").text));
    box.type("c1", "a");
    leave();
    box.type("c1", "ab");
    expect(heard).toEqual(["a"]);
  });
});

describe("storage that fails", () => {
  const refuse = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };

  test("costs nothing but the reload", () => {
    const box = draftBox("ada", { getItem: refuse, setItem: refuse, removeItem: refuse });
    box.type("c1", "Still here");
    expect(box.read("c1").text).toBe("Still here");
    box.type("c1", "");
    expect(box.read("c1").text).toBe("");
  });

  test("or is absent does too", () => {
    const box = draftBox("ada", undefined);
    box.type("c1", "Still here");
    expect(box.read("c1").text).toBe("Still here");
  });

  test.each(["{", "null", "7", '{"text":1}', '{"text":"x","unsent":null}'])("holding %j is an empty draft", (value) => {
    const browser = storage();
    browser.items.set("parley.draft.ada.c1", value);
    expect(draftBox("ada", browser).read("c1")).toEqual({ text: "" });
  });
});

describe("a message on its way", () => {
  test("comes back after a reload that came too early", () => {
    const browser = storage();
    draftBox("ada", browser).post(NEW_DRAFT, REQUEST);
    expect(draftBox("ada", browser).read(NEW_DRAFT)).toEqual({ text: "Hello", unsent: REQUEST });
  });

  test("comes back when it is refused, before what was typed since", () => {
    const box = draftBox("ada", storage());
    box.post("c1", REQUEST);
    box.type("c1", "And more");
    box.refused("c1");
    expect(box.read("c1").text).toBe("Hello\n\nAnd more");
  });

  test("comes back once, however often the page is loaded then", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.post("c1", REQUEST);
    box.refused("c1");
    expect(draftBox("ada", browser).read("c1").text).toBe("Hello");
    const again = draftBox("ada", browser);
    again.type("c1", "Hello!");
    expect(draftBox("ada", browser).read("c1").text).toBe("Hello!");
  });

  test("leaves nothing behind once it has started, and what was typed since follows to the new conversation", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.post(NEW_DRAFT, REQUEST);
    box.type(NEW_DRAFT, "Next");
    box.started(NEW_DRAFT, "c1");
    expect(box.read(NEW_DRAFT)).toEqual({ text: "" });
    expect(draftBox("ada", browser).read("c1")).toEqual({ text: "Next" });
  });
});

test("what was typed since a message started stays where it was typed, unless it follows", () => {
  const box = draftBox("ada", storage());
  box.post(NEW_DRAFT, REQUEST);
  box.type(NEW_DRAFT, "Something else");
  box.started(NEW_DRAFT);
  expect(box.read(NEW_DRAFT)).toEqual({ text: "Something else" });
});

describe("the request for a text", () => {
  const newId = () => "r2";

  test("is new for a new text", () => {
    expect(requestFor({ text: "Hello" }, { model: "swift" }, newId)).toEqual({
      message: "Hello",
      model: "swift",
      clientRequestId: "r2",
    });
  });

  test("is the unconfirmed one again while nothing about it changed", () => {
    expect(requestFor({ text: "Hello", unsent: REQUEST }, {}, newId)).toBe(REQUEST);
  });

  test.each([
    ["text", { text: "Hello!", unsent: REQUEST }, {}],
    ["model", { text: "Hello", unsent: REQUEST }, { model: "sage" }],
    ["conversation", { text: "Hello", unsent: REQUEST }, { conversationId: "c1" }],
  ])("is another one when its %s changed", (_, draft, place) => {
    expect(requestFor(draft, place, newId).clientRequestId).toBe("r2");
  });
});
