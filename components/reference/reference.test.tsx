import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiReference } from "@/components/reference/api-reference";
import { readable, wordsIn } from "@/components/reference/heard";
import { HeardAnswer } from "@/components/reference/heard-answer";
import { LANGUAGES, quickStart } from "@/components/reference/quick-start";
import { QuickStartSample } from "@/components/reference/quick-start-sample";
import { requestOf } from "@/components/reference/request-of";
import { Said } from "@/components/reference/said";
import { pageOf } from "@/components/ui/testing/page";
import type { OperationView } from "@/lib/gateway/document/schema";

const EVENTS = "text/event-stream; charset=utf-8";
const event = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

const COMPLETE: OperationView = {
  id: "createChatCompletion",
  method: "POST",
  path: "/api/v1/chat/completions",
  summary: "Complete a chat",
  about: "An answer to messages.",
  scope: "chat",
  parameter: null,
  fields: [{ name: "model", type: "text", isRequired: true, about: "One of them." }],
  example: '{\n  "model": "swift"\n}',
  headers: [{ name: "x-request-id", about: "Names this request." }],
  failures: [{ status: 401, code: null, when: "No key was sent." }],
};
const LOOK_UP: OperationView = {
  ...COMPLETE,
  id: "retrieveModel",
  method: "GET",
  path: "/api/v1/models/{model}",
  summary: "Look up a model",
  scope: "models",
  parameter: { name: "model", about: "Its id.", example: "swift" },
  fields: [],
  example: null,
};
const USAGE: OperationView = { ...LOOK_UP, id: "getUsage", path: "/api/openai/usage", scope: null, parameter: null };

describe("what is sent to try an operation", () => {
  const typed = { apiKey: "parley_1", value: "acme/big model", body: "{}" };

  test("has the key and not the session, and a body only where there is one", () => {
    expect(requestOf(COMPLETE, typed)).toEqual({
      url: "/api/v1/chat/completions",
      init: {
        method: "POST",
        credentials: "omit",
        headers: { authorization: "Bearer parley_1", "content-type": "application/json" },
        body: "{}",
      },
    });
  });

  test("keeps the slashes of a model's name, and nothing else that means something in an address", () => {
    expect(requestOf(LOOK_UP, typed)).toEqual({
      url: "/api/v1/models/acme/big%20model",
      init: { method: "GET", credentials: "omit", headers: { authorization: "Bearer parley_1" } },
    });
    expect(requestOf(LOOK_UP, { ...typed, value: "a?b#$&" }).url).toBe("/api/v1/models/a%3Fb%23%24%26");
  });

  test("where the session is what opens it, the key stays out of it", () => {
    expect(requestOf(USAGE, typed).init).toEqual({ method: "GET", credentials: "same-origin", headers: {} });
  });
});

describe("what a stream says", () => {
  test("is its words together, wherever it was cut so far", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(), (words, cut) => {
        const whole = `${words.map(event).join("")}data: [DONE]\n\n`;
        expect(wordsIn(whole, EVENTS)).toBe(words.join(""));
        expect(words.join("").startsWith(wordsIn(whole.slice(0, cut), EVENTS))).toBe(true);
      }),
    );
  });

  test("is nothing where there are no words in it", () => {
    expect(wordsIn('data: {"error":{"message":"x"}}\n\n: a comment\n\n', EVENTS)).toBe("");
    expect(wordsIn('{"choices":[]}', "application/json")).toBe("");
  });

  test("JSON is put into lines; what is none is shown as it came", () => {
    expect(readable('{"a":1}', "application/json")).toBe('{\n  "a": 1\n}');
    expect(readable('{"a":', "application/json")).toBe('{"a":');
    expect(readable(event("x"), EVENTS)).toBe(event("x"));
  });
});

test.each(LANGUAGES)(
  "the quick start in $label has this address, a model that is there, and no key in it",
  ({ value }) => {
    const code = quickStart(value, { apiUrl: "https://parley.test/api/v1", model: "swift" });
    expect(code).toContain("https://parley.test/api/v1");
    expect(code).toContain('"swift"');
    expect(code).toContain("PARLEY_API_KEY");
    expect(code).not.toMatch(/parley_[0-9A-Za-z]/);
  },
);

test("the quick start is in one language at a time, and can be copied", () => {
  const { all, text } = pageOf(<QuickStartSample apiUrl="https://parley.test/api/v1" model="swift" />);
  expect(all("input").map((input) => (input as { value?: string }).value)).toEqual(["curl", "javascript", "python"]);
  expect(text).toContain("curl https://parley.test/api/v1/chat/completions");
  expect(all("button").map((button) => button.text)).toEqual(["Copy: Quick start in curl"]);
});

test("what stands between backticks is code, and markup is none", () => {
  const page = pageOf(<Said>{"Ends with `[DONE]`, <b>or</b> an `error`."}</Said>);
  expect(page.text).toBe("Ends with [DONE], <b>or</b> an error.");
  expect(page.all("code").map(({ text }) => text)).toEqual(["[DONE]", "error"]);
});

describe("the reference", () => {
  const page = pageOf(<ApiReference operations={[COMPLETE, LOOK_UP, USAGE]} />);

  test("leads to each operation, and says what opens it", () => {
    expect(page.links).toMatchObject({ "Complete a chat": "#createChatCompletion" });
    expect(page.text).toContain('Needs a key with the scope "chat".');
    expect(page.text).toContain("Opened by your session.");
    expect(page.rows).toContainEqual(["model", "text", "Required. One of them."]);
    expect(page.rows).toContainEqual(["401", "none", "No key was sent."]);
  });

  test("sends nothing without a key, but what the session opens", () => {
    const sends = page.all("button").filter(({ text }) => text === "Send") as Record<string, string>[];
    expect(sends.map((button) => button["aria-disabled"])).toEqual(["true", "true", "false"]);
    expect(page.all("input")[0]).toMatchObject({ type: "password", autoComplete: "off" });
  });

  test("shows an answer with its status, its headers and all of it", () => {
    const headers = [{ name: "x-request-id", value: "r1" }];
    const heard = { status: 200, contentType: EVENTS, headers, text: event("Hello <b>"), isOver: false };
    const { text, all } = pageOf(<HeardAnswer heard={heard} />);
    expect(text).toContain("200 Answering… Hello <b> x-request-id: r1");
    expect(all("b")).toEqual([]);
    expect(pageOf(<HeardAnswer heard={{ ...heard, isOver: true }} />).text).toContain("200 Done");
  });
});
