import { describe, expect, test } from "vitest";
import { ApiError } from "../errors";
import { parseChatRequest } from "./request";

const GOOD = { model: "parley-swift", messages: [{ role: "user", content: "Hi" }] };

function complaintAbout(more: object): unknown {
  try {
    return parseChatRequest({ ...GOOD, ...more });
  } catch (error) {
    return error instanceof ApiError ? error.body.error : error;
  }
}

describe("a parameter that is wrong is named, and how it is wrong", () => {
  test.each<[string, object, string, string]>([
    ["a text for a number", { temperature: "hot" }, "temperature", "invalid_type"],
    ["a number for a text", { model: 7 }, "model", "invalid_type"],
    ["nothing for a model", { model: undefined }, "model", "missing_required_parameter"],
    ["null for the messages", { messages: null }, "messages", "invalid_type"],
    ["half a token", { max_completion_tokens: 1.5 }, "max_completion_tokens", "invalid_type"],
    ["too hot", { temperature: 2.1 }, "temperature", "above_max_value"],
    ["too cold", { temperature: -0.1 }, "temperature", "below_min_value"],
    ["too sure", { top_p: 1.1 }, "top_p", "above_max_value"],
    ["five stops", { stop: ["1", "2", "3", "4", "5"] }, "stop", "invalid_value"],
    ["no tokens", { max_tokens: 0 }, "max_tokens", "below_min_value"],
    ["an unknown name", { temprature: 1 }, "temprature", "unknown_parameter"],
    ["a role that is none", { messages: [{ role: "king", content: "x" }] }, "messages[0].role", "invalid_value"],
    [
      "a part of no kind",
      { messages: [{ role: "user", content: [{ type: "video" }] }] },
      "messages[0].content[0].type",
      "invalid_value",
    ],
    [
      "a part without its text",
      { messages: [{ role: "user", content: [{ type: "text" }] }] },
      "messages[0].content[0].text",
      "missing_required_parameter",
    ],
    [
      "a picture without a URL",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }] },
      "messages[0].content[0].image_url.url",
      "missing_required_parameter",
    ],
    [
      "a detail that is none",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x", detail: "most" } }] }] },
      "messages[0].content[0].image_url.detail",
      "invalid_value",
    ],
    ["two choices", { n: 2 }, "n", "unsupported_value"],
    ["a format that is none", { response_format: { type: "xml" } }, "response_format.type", "invalid_value"],
  ])("%s", (_, more, param, code) => {
    expect(complaintAbout(more)).toMatchObject({ type: "invalid_request_error", param, code });
  });

  test("and says what came instead of what was expected", () => {
    expect(complaintAbout({ stream: "yes" })).toMatchObject({
      message: "Invalid type for 'stream': expected boolean, but got string instead.",
    });
  });

  test.each([{ temperature: null }, { top_p: 0.5, n: 1 }, { stop: null }, { max_completion_tokens: 1 }, { seed: -3 }])(
    "%j is fine",
    (more) => {
      expect(complaintAbout(more)).toMatchObject(GOOD);
    },
  );
});
