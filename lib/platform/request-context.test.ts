import fc from "fast-check";
import { expect, test } from "vitest";
import { currentRequestId, withRequest } from "@/lib/platform/request-context";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function idFor(given?: string): string {
  return withRequest(new Headers(given === undefined ? {} : { "x-request-id": given }), (id) => id);
}

test("a request has an id of its own, a new one each time", () => {
  expect(idFor()).toMatch(UUID);
  expect(idFor()).not.toBe(idFor());
});

test("a proxy's id is kept when it is a plain one", () => {
  expect(idFor("edge_01-ABCDEF")).toBe("edge_01-ABCDEF");
});

test.each(["short", "x".repeat(65), "with blank 1", 'quote"12345', "semi;colon-1", "<script>alert"])(
  "%j is replaced: it goes into logs and answers",
  (given) => {
    expect(idFor(given)).toMatch(UUID);
  },
);

test("whatever is given, what is used is safe in a log and a header", () => {
  const headerText = fc.stringMatching(/^[\x20-\x7e]{0,100}$/u);
  fc.assert(
    fc.property(headerText, (given) => {
      expect(idFor(given)).toMatch(/^[\w-]{8,64}$/);
    }),
  );
});

test("outside of requests there is none, and afterwards none again", () => {
  expect(currentRequestId()).toBeUndefined();
  withRequest(new Headers(), () => expect(currentRequestId()).toMatch(UUID));
  expect(currentRequestId()).toBeUndefined();
});

test("two at once do not mix, however they wait for each other", async () => {
  const seen = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      withRequest(new Headers({ "x-request-id": `request-${index}` }), async () => {
        for (let turn = 0; turn < index % 5; turn += 1) await Promise.resolve();
        await new Promise((resolve) => setTimeout(resolve, index % 3));
        return currentRequestId();
      }),
    ),
  );
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `request-${index}`));
});

test("one within another has its own, and the outer one keeps its", () => {
  withRequest(new Headers({ "x-request-id": "outer-request" }), () => {
    expect(idFor("inner-request")).toBe("inner-request");
    expect(currentRequestId()).toBe("outer-request");
  });
});
