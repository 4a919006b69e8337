import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCalls } from "./calls";

const AT = new Date("2026-11-21T10:00:00Z");

/** A response as far as a call is followed: it has an id, it is sent or not, and it closes. */
function aResponse(id = "req_1") {
  const response = Object.assign(new EventEmitter(), {
    headersSent: false,
    statusCode: 200,
    writableFinished: false,
    getHeader: () => id,
  });
  return {
    as: response as unknown as ServerResponse,
    close(how: { status?: number; isWhole?: boolean } = {}) {
      response.headersSent = how.status !== undefined;
      response.statusCode = how.status ?? 200;
      response.writableFinished = how.isWhole ?? false;
      response.emit("close");
    },
  };
}

describe("a call that is followed", () => {
  test("is open from its first moment on, with its id and its time", () => {
    const calls = createCalls(() => AT);
    calls.follow("/v1/chat/completions", aResponse("req_7").as);
    expect(calls.list()).toMatchObject([
      { id: "req_7", at: AT.toISOString(), model: null, status: null, outcome: "open", about: "" },
    ]);
  });

  test.each([
    ["answered", { status: 200, isWhole: true }, [], 200],
    ["answered", { status: 429, isWhole: true }, ["429"], 429],
    ["left", { status: 200 }, [], 200],
    ["left", {}, ["stall-before"], null],
    ["broken", { status: 200 }, ["cut"], 200],
    ["broken", {}, ["crlf", "hang-up"], null],
  ])("is %s when it closed like %j", (outcome, how, faults, status) => {
    const calls = createCalls();
    const response = aResponse();
    calls.follow("/v1/chat/completions", response.as)({ faults });
    response.close(how);
    expect(calls.list()).toMatchObject([{ outcome, status }]);
  });

  test("keeps of what it is about one short line, never half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (about) => {
        const calls = createCalls();
        calls.follow("/v1/embeddings", aResponse().as)({ about });
        const kept = calls.list()[0]!.about;
        expect(kept.length).toBeLessThanOrEqual(61);
        expect(kept).not.toMatch(/[\n\r\t]/u);
        expect(encodeURIComponent(kept)).toBeTypeOf("string");
      }),
    );
  });

  test("takes its facts as they become known, each one on top of the others", () => {
    const calls = createCalls();
    const note = calls.follow("/v1/chat/completions", aResponse().as);
    note({ model: "parley-swift", streamed: true });
    note({ promptTokens: 12 });
    note({ completionTokens: 3 });
    expect(calls.list()).toMatchObject([
      { model: "parley-swift", streamed: true, promptTokens: 12, completionTokens: 3 },
    ]);
  });
});

test("the newest come first, a hundred at most, and what was listed is a copy", () => {
  const calls = createCalls();
  for (let index = 0; index < 120; index += 1) calls.follow("/v1/embeddings", aResponse(`req_${index}`).as);
  const listed = calls.list();
  expect([listed.length, listed[0]?.id, listed.at(-1)?.id]).toEqual([100, "req_119", "req_20"]);
  listed[0]!.model = "changed";
  expect(calls.list()[0]?.model).toBeNull();
  calls.clear();
  expect(calls.list()).toEqual([]);
});
