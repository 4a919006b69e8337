import { expect, test } from "vitest";
import { csvResponse } from "@/lib/http/csv-response";

function source(pieces: readonly string[], fails = false) {
  const seen = { asked: 0, isOver: false };
  async function* lines() {
    try {
      for (const piece of pieces) {
        seen.asked += 1;
        yield piece;
      }
      if (fails) throw new Error("the database is away");
    } finally {
      seen.isOver = true;
    }
  }
  return { seen, lines: lines() };
}

test("the pieces come one after the other, as a file that the browser saves", async () => {
  const { lines } = source(["a,b\r\n", "1,ü\r\n"]);
  const response = csvResponse({ name: "parley-payments.csv", lines });
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="parley-payments.csv"',
    "x-content-type-options": "nosniff",
  });
  expect(await response.text()).toBe("a,b\r\n1,ü\r\n");
});

test("nothing is read ahead of the reader, and nothing after they left", async () => {
  const { seen, lines } = source(["a\r\n", "b\r\n", "c\r\n"]);
  const reader = csvResponse({ name: "a.csv", lines }).body!.getReader();
  expect(seen.asked).toBe(0);
  await reader.read();
  expect(seen.asked).toBe(1);
  await reader.cancel();
  expect(seen).toEqual({ asked: 1, isOver: true });
});

test("what breaks off does not look whole", async () => {
  const { lines } = source(["a\r\n"], true);
  await expect(csvResponse({ name: "a.csv", lines }).text()).rejects.toThrow("the database is away");
});
