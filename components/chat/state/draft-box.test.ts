import { describe, expect, test } from "vitest";
import type { SendMessage } from "@/lib/chat/schema";
import { type DraftStorage, draftBox, NEW_DRAFT, TEMPORARY_DRAFT } from "./draft-box";
import { aFile } from "./testing/a-file";

const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1" };

const FILE = aFile();

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

  test("holding something else is an empty draft", () => {
    const browser = storage();
    browser.items.set("parley.draft.ada.c1", "{");
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
    box.started(NEW_DRAFT, REQUEST, { conversationId: "c1" });
    expect(box.read(NEW_DRAFT)).toEqual({ text: "" });
    expect(draftBox("ada", browser).read("c1")).toEqual({ text: "Next" });
  });
});

test("what was typed stays where it was typed, when its conversation is no longer looked at", () => {
  const box = draftBox("ada", storage());
  box.post(NEW_DRAFT, REQUEST);
  box.type(NEW_DRAFT, "Something else");
  box.started(NEW_DRAFT, REQUEST, { conversationId: "c1", isOpen: false });
  expect(box.read(NEW_DRAFT)).toEqual({ text: "Something else" });
});

describe("what is queued", () => {
  const later: SendMessage = { message: "Later", clientRequestId: "r2" };

  test("leaves the field and survives a reload, in its order", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.attach("c1", FILE);
    box.type("c1", "Hello");
    box.queue("c1", { request: REQUEST, files: [FILE] });
    box.queue("c1", { request: later });
    const again = draftBox("ada", browser).read("c1");
    expect(again.text).toBe("");
    expect(again.files).toBeUndefined();
    expect(again.queue?.map(({ request }) => request.message)).toEqual(["Hello", "Later"]);
  });

  test("can be taken out", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.queue("c1", { request: REQUEST });
    box.unqueue("c1", "r1");
    expect(box.read("c1").queue).toEqual([]);
    expect(browser.items.size).toBe(0);
  });

  test("before the conversation had an id goes there, whether one looks at it or not", () => {
    for (const isOpen of [true, false]) {
      const box = draftBox("ada", storage());
      box.post(NEW_DRAFT, REQUEST);
      box.queue(NEW_DRAFT, { request: later });
      box.started(NEW_DRAFT, REQUEST, { conversationId: "c1", isOpen });
      expect(box.read("c1").queue).toEqual([{ request: later }]);
      expect(box.read(NEW_DRAFT).queue).toBeUndefined();
    }
  });

  test("and sent by another tab waits no longer here, where what is typed stays", () => {
    const browser = storage();
    const [here, there] = [draftBox("ada", browser), draftBox("ada", browser)];
    here.queue("c1", { request: REQUEST });
    here.type("c1", "Typing");
    there.started("c1", REQUEST);
    here.noteStored("parley.draft.ada.c1");
    expect(here.read("c1")).toMatchObject({ text: "Typing", queue: [] });
    here.noteStored(null);
  });
});

describe("files and settings", () => {
  test("of what is written survive a reload", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.attach("c1", FILE);
    box.configure("c1", { instructions: "Be brief." });
    expect(draftBox("ada", browser).read("c1")).toMatchObject({
      files: [FILE],
      settings: { instructions: "Be brief." },
    });
    box.detach("c1", FILE.id);
    expect(draftBox("ada", browser).read("c1").files).toEqual([]);
  });
});

describe("a temporary chat", () => {
  test("leaves nothing in the browser", () => {
    const browser = storage();
    const box = draftBox("ada", browser);
    box.type(NEW_DRAFT, "A secret");
    box.move(NEW_DRAFT, TEMPORARY_DRAFT);
    box.post(TEMPORARY_DRAFT, REQUEST);
    expect(browser.items.size).toBe(0);
    box.refused(TEMPORARY_DRAFT);
    expect(box.read(TEMPORARY_DRAFT).text).toBe("Hello");
    expect(draftBox("ada", browser).read(TEMPORARY_DRAFT).text).toBe("");
  });

  test("takes no files along: they wait for who comes back", () => {
    const box = draftBox("ada", storage());
    box.type(NEW_DRAFT, "About this");
    box.attach(NEW_DRAFT, FILE);
    box.move(NEW_DRAFT, TEMPORARY_DRAFT);
    expect(box.read(TEMPORARY_DRAFT)).toEqual({ text: "About this" });
    expect(box.read(NEW_DRAFT)).toEqual({ text: "", files: [FILE] });
    box.type(TEMPORARY_DRAFT, "About this, after all");
    box.move(TEMPORARY_DRAFT, NEW_DRAFT);
    expect(box.read(NEW_DRAFT)).toEqual({ text: "About this, after all", files: [FILE] });
  });
});
