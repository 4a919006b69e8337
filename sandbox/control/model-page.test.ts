import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelPage } from "./model-page";
import type { Call, ModelState } from "./model-sandbox";

const call = (more: Partial<Call> = {}): Call => ({
  id: "req_1",
  at: "2026-11-21T10:00:00.000Z",
  route: "/v1/chat/completions",
  model: "parley-swift",
  streamed: true,
  about: "Explain tea",
  faults: [],
  promptTokens: 12,
  completionTokens: 34,
  status: 200,
  outcome: "answered",
  ...more,
});
const state = (more: Partial<ModelState> = {}): ModelState => ({
  armed: [],
  faults: [{ name: "cut", does: "the connection breaks" }],
  models: ["parley-swift"],
  pace: { ttftMs: 300, tokensPerSecond: 60 },
  calls: [],
  ...more,
});

describe("the page", () => {
  test("shows a call's model, tokens, status and faults", () => {
    const text = modelPage(state({ calls: [call({ faults: ["slow", "crlf"] })] }));
    for (const part of ["parley-swift, streamed", "Explain tea", ">12<", ">34<", "200, answered", "slow, crlf"]) {
      expect(text).toContain(part);
    }
  });

  test("has something to say about a call of which nothing is known", () => {
    const unknown = { model: null, promptTokens: null, completionTokens: null, status: null, outcome: "left" };
    expect(modelPage(state({ calls: [call(unknown)] }))).toMatch(/none, streamed[\s\S]*–[\s\S]*none, left/u);
  });

  test("offers the pace that holds, also one that is not on its list, once and chosen", () => {
    for (const tokensPerSecond of [0, 2, 37, 2_000]) {
      const text = modelPage(state({ pace: { ttftMs: 0, tokensPerSecond } }));
      expect(text.match(new RegExp(`<option value="${tokensPerSecond}"`, "gu"))).toHaveLength(1);
      expect(text.match(/ selected>/gu)).toHaveLength(1);
    }
  });

  test("says aloud what a form did: softly what went well, at once what did not", () => {
    expect(modelPage(state(), { text: "Armed.", isProblem: false })).toContain('role="status">Armed.');
    expect(modelPage(state(), { text: "No.", isProblem: true })).toContain('role="alert">No.');
    expect(modelPage(state())).not.toMatch(/role="(?:status|alert)"/u);
  });

  test("lets nothing out of its place, whatever a call or a fault is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (evil) => {
        const empty = modelPage(state({ calls: [call({ about: "", model: "" })], models: [""] }));
        const text = modelPage(state({ calls: [call({ about: evil, model: evil })], models: [evil] }));
        const tags = (page: string) => page.match(/<\/?[a-z]+/gu);
        expect(tags(text)).toEqual(tags(empty));
      }),
    );
  });
});
