import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  firstWords,
  type Listing,
  withFirstPage,
  withNextPage,
  without,
  withPin,
  withReturned,
  withTitle,
  withWritten,
} from "./listing";

/** `3` was written to after `2`. */
const conversation = (day: number) => ({
  id: `${day}`,
  title: `On ${day}`,
  lastMessageAt: new Date(2026, 0, day),
  isPinned: false,
  isArchived: false,
});
const listing = (days: number[], cursor?: string): Listing => ({
  conversations: days.map(conversation),
  ...(cursor ? { cursor } : {}),
});
const EARLY = new Date(2025, 0, 1);
const ids = ({ conversations }: Listing) => conversations.map(({ id }) => id);

describe("the next page", () => {
  test("follows what is there and brings its own cursor", () => {
    expect(withNextPage(listing([9, 8], "b"), listing([7, 6], "c"))).toEqual(listing([9, 8, 7, 6], "c"));
  });

  test("that is the last one ends the list", () => {
    expect(withNextPage(listing([9], "b"), listing([8])).cursor).toBeUndefined();
  });

  test("does not repeat what moved up meanwhile", () => {
    expect(ids(withNextPage(listing([9, 6], "b"), listing([7, 6], "c")))).toEqual(["9", "6", "7"]);
  });
});

describe("the first page, read again", () => {
  test("replaces the head and keeps the older ones with their cursor", () => {
    expect(withFirstPage(listing([8, 7, 6, 5], "old"), listing([9, 8, 7], "new"))).toEqual(
      listing([9, 8, 7, 6, 5], "old"),
    );
  });

  test("drops what was deleted elsewhere", () => {
    expect(ids(withFirstPage(listing([9, 8, 7, 6], "old"), listing([9, 7], "new")))).toEqual(["9", "7", "6"]);
  });

  test("is the whole list when nothing follows it", () => {
    expect(withFirstPage(listing([9, 8, 7], "old"), listing([9]))).toEqual(listing([9]));
    expect(withFirstPage(listing([9, 8, 7], "old"), listing([]))).toEqual(listing([]));
  });

  test("brings its own cursor when nothing older was loaded", () => {
    expect(withFirstPage(listing([9]), listing([9, 8], "new")).cursor).toBe("new");
  });
});

describe("a conversation that is written to", () => {
  test("stands first, and keeps its title", () => {
    const written = withWritten(listing([9, 8, 7], "c"), { id: "7", message: "More", at: EARLY });
    expect(ids(written)).toEqual(["7", "9", "8"]);
    expect(written.conversations[0]?.title).toBe("On 7");
    expect(written.cursor).toBe("c");
  });

  test("for the first time is called by its first words", () => {
    expect(
      withWritten(listing([9]), { id: "new", message: "What is\n a parley?", at: EARLY }).conversations[0],
    ).toMatchObject({
      id: "new",
      title: "What is a parley?",
    });
  });

  test("is not older than the one that stood first", () => {
    const [first, second] = withWritten(listing([9, 2]), { id: "2", message: "More", at: EARLY }).conversations;
    expect(first?.lastMessageAt.getTime()).toBeGreaterThanOrEqual(second?.lastMessageAt.getTime() ?? 0);
  });
});

describe("first words", () => {
  test("end with a word, where there is one to end with", () => {
    expect(firstWords("word ".repeat(30))).toBe(`${"word ".repeat(11)}word…`);
    expect(firstWords("x".repeat(100))).toBe(`${"x".repeat(30)}…`);
  });

  test("are the whole text when it is short", () => {
    expect(firstWords("  Hi  ")).toBe("Hi");
  });
});

test("a new title changes one conversation", () => {
  expect(withTitle(listing([9, 8]), { id: "8", title: "Mine" }).conversations.map(({ title }) => title)).toEqual([
    "On 9",
    "Mine",
  ]);
});

test("a deleted conversation is gone, and the cursor stays", () => {
  expect(without(listing([9, 8], "c"), "9")).toEqual(listing([8], "c"));
});

describe("a pinned conversation", () => {
  const pinned = (day: number) => ({ ...conversation(day), isPinned: true });
  const withPins: Listing = { conversations: [pinned(1), conversation(9), conversation(8)], cursor: "c" };

  test("stays first when another is written to", () => {
    expect(ids(withWritten(withPins, { id: "8", message: "More", at: EARLY }))).toEqual(["1", "8", "9"]);
  });

  test("stands before those that were pinned earlier, and goes back to its day when loosened", () => {
    const two = withPin(withPins, { id: "8", isPinned: true });
    expect(ids(two)).toEqual(["8", "1", "9"]);
    expect(ids(withPin(two, { id: "1", isPinned: false }))).toEqual(["8", "9"]);
    const { conversations } = two;
    expect(ids(withPin({ conversations }, { id: "8", isPinned: false }))).toEqual(["1", "9", "8"]);
  });

  test("that is older than all that was loaded waits for its page once it is loosened", () => {
    expect(ids(withPin(withPins, { id: "1", isPinned: false }))).toEqual(["9", "8"]);
    const { conversations } = withPins;
    expect(ids(withPin({ conversations }, { id: "1", isPinned: false }))).toEqual(["9", "8", "1"]);
  });

  test("does not hide what was loaded below the first page when that is read again", () => {
    const page: Listing = { conversations: [pinned(1), conversation(9)], cursor: "new" };
    expect(ids(withFirstPage(withPins, page))).toEqual(["1", "9", "8"]);
  });

  test("that nobody knows changes nothing", () => {
    expect(withPin(withPins, { id: "nobody", isPinned: true })).toBe(withPins);
  });
});

test("what comes back stands where it stood", () => {
  const whole = listing([9, 8, 7, 6]);
  fc.assert(
    fc.property(fc.constantFrom(9, 8, 7, 6), (day) => {
      expect(withReturned(without(whole, `${day}`), conversation(day))).toEqual(whole);
    }),
  );
});
