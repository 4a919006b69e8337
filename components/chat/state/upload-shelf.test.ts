import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttachmentView } from "@/lib/chat/schema";
import { draftBox } from "./draft-box";
import { aFile } from "./testing/a-file";
import { type UploadFile, uploadShelf } from "./upload-shelf";

const FILE = new File(["x"], "a.txt");

/** A shelf whose server answers when the test says so. */
function aShelf() {
  const drafts = draftBox("ada", undefined);
  const calls: {
    options: Parameters<UploadFile>[1];
    answer: (view: AttachmentView) => void;
    fail: (e: Error) => void;
  }[] = [];
  let id = 0;
  const shelf = uploadShelf({
    drafts,
    newId: () => `u${(id += 1)}`,
    upload: (_, options) => new Promise((resolve, reject) => calls.push({ options, answer: resolve, fail: reject })),
  });
  return { shelf, drafts, calls };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a file", () => {
  test("shows how far it is, and becomes a part of the draft", async () => {
    const { shelf, drafts, calls } = aShelf();
    void shelf.add("c1", FILE);
    calls[0]!.options.onProgress(0.5);
    expect(shelf.read("c1")).toEqual([{ id: "u1", name: "a.txt", progress: 0.5 }]);
    calls[0]!.answer(aFile("f1"));
    await settled();
    expect(shelf.read("c1")).toEqual([]);
    expect(drafts.read("c1").files).toEqual([aFile("f1")]);
  });

  test("stands where it was chosen, whatever arrives first, and behind what was there before", async () => {
    const order = fc.uniqueArray(fc.nat(3), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(order, async (arriving) => {
        const { shelf, drafts, calls } = aShelf();
        drafts.attach("c1", aFile("from before the reload"));
        for (let count = 0; count < 4; count += 1) void shelf.add("c1", FILE);
        for (const place of arriving) {
          calls[place]!.answer(aFile(`f${place}`));
          await settled();
        }
        const ids = drafts.read("c1").files?.map(({ id }) => id);
        expect(ids).toEqual(["from before the reload", "f0", "f1", "f2", "f3"]);
      }),
      { numRuns: 24 },
    );
  });

  test("that comes after one that failed, was taken out or was moved along keeps its order", async () => {
    const { shelf, drafts, calls } = aShelf();
    for (let count = 0; count < 4; count += 1) void shelf.add("new", FILE);
    calls[3]!.answer(aFile("f3"));
    await settled();
    shelf.move("new", "c1");
    drafts.move("new", "c1");
    calls[2]!.answer(aFile("f2"));
    calls[0]!.fail(new Error("Too large."));
    await settled();
    drafts.detach("c1", "f2");
    calls[1]!.answer(aFile("f1"));
    await settled();
    expect(drafts.read("c1").files?.map(({ id }) => id)).toEqual(["f1", "f3"]);
  });

  test("that is not taken says why, and can be put away", async () => {
    const { shelf, drafts, calls } = aShelf();
    void shelf.add("c1", FILE);
    calls[0]!.fail(new Error("At most 20 MB."));
    await settled();
    expect(shelf.read("c1")[0]?.problem).toBe("At most 20 MB.");
    shelf.drop("c1", "u1");
    expect(shelf.read("c1")).toEqual([]);
    expect(drafts.read("c1").files).toBeUndefined();
  });

  test("that is taken back on its way is broken off, and never arrives", async () => {
    const { shelf, drafts, calls } = aShelf();
    void shelf.add("c1", FILE);
    shelf.drop("c1", "u1");
    expect(calls[0]!.options.signal.aborted).toBe(true);
    calls[0]!.answer(aFile("f1"));
    await settled();
    expect(drafts.read("c1").files).toBeUndefined();
    expect(shelf.read("c1")).toEqual([]);
  });

  test("arrives where its draft has gone meanwhile", async () => {
    const { shelf, drafts, calls } = aShelf();
    void shelf.add("new", FILE);
    shelf.move("new", "c1");
    calls[0]!.options.onProgress(1);
    expect(shelf.read("new")).toEqual([]);
    expect(shelf.read("c1")[0]?.progress).toBe(1);
    calls[0]!.answer(aFile("f1"));
    await settled();
    expect(drafts.read("c1").files).toEqual([aFile("f1")]);
  });
});

test("once the message is sent nothing is said of files that were not taken, and others go on", () => {
  const { shelf } = aShelf();
  void shelf.add("c1", FILE);
  shelf.refuse("c1", "b.txt", "At most 10 files.");
  shelf.clearRefused("c1");
  shelf.clearRefused("c1");
  expect(shelf.read("c1").map(({ name }) => name)).toEqual(["a.txt"]);
});

test("a file that is not even sent says why, and whoever listens hears of it", () => {
  const { shelf } = aShelf();
  let changes = 0;
  const leave = shelf.subscribe(() => (changes += 1));
  shelf.refuse("c1", "b.txt", "At most 10 files.");
  leave();
  shelf.drop("c1", "u1");
  expect(changes).toBe(1);
});
