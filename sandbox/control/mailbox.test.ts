import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressLine, type Letter, lettersOf } from "./letter";
import { openMailbox } from "./mailbox";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mailbox-"));
  file = path.join(folder, "mailbox.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

function letterTo(to: string): Letter {
  const [letter] = lettersOf(
    {
      personalizations: [{ to: [{ email: to }] }],
      from: { email: "hello@parley.test" },
      subject: "Hello",
      content: [{ type: "text/plain", value: "Line one\nline two" }],
    },
    { messageId: "m1", at: new Date("2026-03-01T10:00:00Z") },
  );
  return letter!;
}

describe("a restart", () => {
  test("keeps every letter, the newest first", () => {
    const before = openMailbox(folder);
    before.put([letterTo("a@example.test")]);
    before.put([letterTo("b@example.test")]);
    expect(openMailbox(folder).list()).toEqual(before.list());
    expect(before.list().map(({ to }) => to)).toEqual(["b@example.test", "a@example.test"]);
  });

  test("in the middle of a write loses that letter only, and the next is whole", () => {
    openMailbox(folder).put([letterTo("a@example.test"), letterTo("b@example.test")]);
    truncateSync(file, readFileSync(file).length - 20);
    const after = openMailbox(folder);
    expect(after.list().map(({ to }) => to)).toEqual(["a@example.test"]);
    after.put([letterTo("c@example.test")]);
    expect(
      openMailbox(folder)
        .list()
        .map(({ to }) => to),
    ).toEqual(["c@example.test", "a@example.test"]);
  });

  test("at any byte leaves whole letters and never fails", () => {
    openMailbox(folder).put(["a", "b", "c"].map((name) => letterTo(`${name}@example.test`)));
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), fc.uint8Array({ maxLength: 10 }), (at, noise) => {
        writeFileSync(file, Buffer.concat([whole.subarray(0, at), noise]));
        const kept = openMailbox(folder)
          .list()
          .map(({ to }) => to[0])
          .toReversed();
        expect(["a", "b", "c"].slice(0, kept.length)).toEqual(kept);
        const lines = whole.subarray(0, at).toString().split("\n").length - 1;
        expect(kept.length).toBeGreaterThanOrEqual(lines);
      }),
      { numRuns: 60 },
    );
  });

  test("leaves out what is no letter", () => {
    openMailbox(folder).put([letterTo("a@example.test")]);
    appendFileSync(file, '{"id":"x"}\nnull\n\n');
    expect(openMailbox(folder).list()).toHaveLength(1);
  });

  test("after clearing has nothing to keep", () => {
    const mailbox = openMailbox(folder);
    mailbox.put([letterTo("a@example.test")]);
    mailbox.clear();
    expect([mailbox.list(), openMailbox(folder).list()]).toEqual([[], []]);
  });

  test("without a folder makes one", () => {
    expect(openMailbox(path.join(folder, "new", "one")).list()).toEqual([]);
  });
});

describe("reading", () => {
  test("is by person whatever the case, and by id", () => {
    const mailbox = openMailbox(folder);
    const letter = letterTo("Ada@Example.test");
    mailbox.put([letter, letterTo("bob@example.test")]);
    expect(mailbox.list({ to: " ada@example.TEST " })).toEqual([letter]);
    expect(mailbox.list({ to: "" })).toHaveLength(2);
    expect([mailbox.find(letter.id), mailbox.find("nothing")]).toEqual([letter, undefined]);
  });

  test("an address is shown with its name when it has one", () => {
    expect([addressLine("a@b.test", "Ada"), addressLine("a@b.test", null)]).toEqual(["Ada <a@b.test>", "a@b.test"]);
  });
});
