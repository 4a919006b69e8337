import { expect, test } from "vitest";
import { readPdf } from "@/lib/chat/files/pdf-text";
import { aPdf, aPdfThatLoops } from "@/lib/chat/files/testing/samples";

const LIMITS = { pages: 10, characters: 10_000 };

test("the text of all pages, in order", async () => {
  expect(await readPdf(aPdf(["First (1)", "", "Third"]), LIMITS)).toEqual({
    kind: "text",
    text: "First (1)\n\nThird",
    pageCount: 3,
  });
});

test("several at once are all read, though only two at a time", async () => {
  const files = Array.from({ length: 5 }, (_, index) => aPdf([`File ${index}`]));
  const texts = await Promise.all(files.map((file) => readPdf(file, LIMITS)));
  expect(texts).toEqual(files.map((_, index) => ({ kind: "text", text: `File ${index}`, pageCount: 1 })));
});

test("reading stops once there is enough", async () => {
  const pages = Array.from({ length: 10 }, () => "x".repeat(60));
  const read = await readPdf(aPdf(pages), { pages: 10, characters: 150 });
  expect(read).toMatchObject({ kind: "text", text: Array.from({ length: 3 }, () => "x".repeat(60)).join("\n\n") });
});

test("too many pages are refused before any is read", async () => {
  expect(await readPdf(aPdf(["a", "b", "c"]), { ...LIMITS, pages: 2 })).toEqual({
    kind: "refused",
    reason: "too_many_pages",
  });
});

test("an encrypted one is refused as such", async () => {
  const encrypted = aPdf(["secret"], {
    trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> /P -4 >> /ID [<00> <00>]`,
  });
  expect(await readPdf(encrypted, LIMITS)).toEqual({ kind: "refused", reason: "encrypted" });
});

test.each([
  ["no PDF behind the mark", Buffer.from("%PDF-1.7 and nothing more")],
  ["one cut in half", aPdf(["x".repeat(500)]).subarray(0, 90)],
  ["zero pages", aPdf([])],
])("%s says nothing, and the process lives", async (_name, bytes) => {
  const read = await readPdf(bytes, LIMITS);
  expect(read.kind === "refused" ? read.reason : read.text).toMatch(/^(broken)?$/);
});

test("a form that holds itself does not hold us", async () => {
  expect(await readPdf(aPdfThatLoops(), LIMITS)).toMatchObject({ kind: "text", text: "outer" });
});

test("one that takes too long is given up, and its place is free again", async () => {
  for (let round = 0; round < 3; round += 1) {
    expect(await readPdf(aPdf(["x"]), { ...LIMITS, timeoutMs: 0 })).toEqual({ kind: "refused", reason: "too_slow" });
  }
  expect(await readPdf(aPdf(["x"]), LIMITS)).toMatchObject({ text: "x" });
});

test("one that eats memory ends its own thread and nothing else", async () => {
  const pages = Array.from({ length: 2_000 }, (_, index) => `${index} ${"x".repeat(400)}`);
  const read = await readPdf(aPdf(pages), { pages: 5_000, characters: 10_000_000, memoryMb: 8 });
  expect(read).toEqual({ kind: "refused", reason: "broken" });
});
