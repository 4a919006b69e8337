import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import type { Conversation, ShownMessage } from "@/components/chat/state/conversation";
import { announcement } from "./announcer";
import { Answer } from "./answer";
import { canContinue, noteOf } from "./answer-note";
import { MessageList } from "./message-list";

// An answer's reader comes by itself; what is still on its way when a file is through fails the files after it.
beforeAll(() => import("./markdown/markdown"));

const answer = (changes: Partial<ShownMessage> = {}): ShownMessage => ({
  role: "assistant",
  status: "complete",
  content: "Fine.",
  ...changes,
});
const question: ShownMessage = { role: "user", status: "complete", content: "<b>How</b> are you?" };

const html = (message: ShownMessage, onRetry?: () => void) =>
  renderToStaticMarkup(<Answer message={message} modelLabel="Swift" locale="en-US" onRetry={onRetry} />);

describe("an answer", () => {
  test("that is complete can be copied and says what it cost", () => {
    const page = html(answer({ receipt: { inputTokens: 1_200, outputTokens: 34, costMicros: 1_500 } }));
    expect(page).toContain('aria-label="Copy answer"');
    expect(page).toContain("Swift · 1,234 tokens · $0.0015");
    expect(page).toContain("1,200 tokens read, 34 written");
  });

  test("that was loaded again, without its receipt, still says who wrote it", () => {
    expect(html(answer())).toContain(">Swift<");
  });

  test("of which nothing came says why, and not who did not write it", () => {
    const page = html(answer({ status: "failed", content: "", durationMs: 12, problem: "The model is busy." }));
    expect(page).toContain("The model is busy.");
    expect(page).not.toContain("Swift");
  });

  test("that is being written offers neither", () => {
    const page = html(answer({ status: "streaming" }));
    expect(page).not.toContain("Copy answer");
    expect(page).not.toContain("Swift");
  });

  test("that has not begun says that one waits", () => {
    expect(html(answer({ status: "streaming", content: "" }))).toContain("Waiting for the answer");
  });

  test("that failed keeps its text, says why, and can be asked for again", () => {
    const failed = answer({ status: "failed", content: "Fi", problem: "The answer was cut off." });
    const page = html(failed, () => undefined);
    for (const part of ["Fi", "The answer was cut off.", "Ask again"]) expect(page).toContain(part);
    expect(html(failed)).not.toContain("Ask again");
  });

  test("offers the same wish once: in words, or as an icon", () => {
    const regenerate = () => undefined;
    const page = (message: ShownMessage, onRetry?: () => void) =>
      renderToStaticMarkup(
        <Answer message={message} modelLabel="Swift" locale="en-US" onRetry={onRetry} onRegenerate={regenerate} />,
      );
    const failed = answer({ id: "m1", status: "failed", content: "", problem: "The model is busy." });
    expect(page(failed, regenerate)).not.toContain("Write another answer");
    expect(page(failed)).toContain("Write another answer");
  });

  test.each(["context_too_long", "question_refused"])(
    "that would be refused again (%s) is not asked for again",
    (code) => {
      const failed = answer({ id: "m1", status: "failed", content: "", errorCode: code });
      const page = renderToStaticMarkup(
        <Answer
          message={failed}
          modelLabel="Swift"
          locale="en-US"
          onRetry={() => undefined}
          onRegenerate={() => undefined}
        />,
      );
      expect(page).not.toMatch(/Ask again|Write another answer/);
      expect(page.includes("New chat")).toBe(code === "context_too_long");
    },
  );
});

describe("what is said about an answer", () => {
  test.each([
    [{}, undefined],
    [{ finishReason: "stop" }, undefined],
    [{ finishReason: "length" }, expect.stringContaining("greatest length")],
    [{ finishReason: "content_filter" }, expect.stringContaining("held back")],
    [{ status: "interrupted" }, expect.stringContaining("interrupted")],
    [{ status: "stopped" }, expect.stringContaining("You stopped")],
    [{ status: "failed" }, expect.stringContaining("went wrong")],
    [{ status: "failed", problem: "Just so." }, "Just so."],
  ] satisfies [Partial<ShownMessage>, unknown][])("with %o: %s", (changes, expected) => {
    expect(noteOf(answer(changes))).toEqual(expected);
  });
});

test.each([
  [{ status: "stopped" }, true],
  [{ status: "interrupted" }, true],
  [{ finishReason: "length" }, true],
  [{ status: "stopped", content: "" }, false],
  [{ finishReason: "stop" }, false],
  [{ status: "failed" }, false],
  [{ status: "streaming" }, false],
] satisfies [Partial<ShownMessage>, boolean][])("whether %o can be gone on with: %s", (changes, expected) => {
  expect(canContinue(answer(changes))).toBe(expected);
});

describe("a conversation", () => {
  const list = (messages: ShownMessage[], onRetry?: () => void) =>
    renderToStaticMarkup(<MessageList messages={messages} modelLabel={(id) => id} locale="en-US" onRetry={onRetry} />);

  test("shows what the person typed as it was typed", () => {
    expect(list([question, answer()])).toContain("&lt;b&gt;How&lt;/b&gt; are you?");
  });

  test("offers to ask again below the last answer only", () => {
    const failed = answer({ status: "failed" });
    expect(list([question, failed, question, failed], () => undefined).match(/Ask again/g)).toHaveLength(1);
    expect(list([question, failed, question, answer()], () => undefined)).not.toContain("Ask again");
  });
});

describe("a screen reader hears", () => {
  const request = { message: "?", clientRequestId: "r" };
  const running = (content: string): Conversation => ({
    messages: [question, answer({ status: "streaming", content })],
    turn: { state: "streaming", request },
  });
  const ended = (changes: Partial<ShownMessage> = {}): Conversation => ({
    messages: [question, answer(changes)],
    turn: { state: "idle" },
  });

  test("that an answer began, and the same for each word of it", () => {
    expect(announcement(running(""))).toBe("Sent.");
    expect(announcement(running("F"))).toBe("The answer has begun.");
    expect(announcement(running("Fine, tha"))).toBe(announcement(running("F")));
  });

  test("that it is complete, or why it is not", () => {
    expect(announcement(ended())).toBe("The answer is complete.");
    expect(announcement(ended({ status: "failed", problem: "Cut off." }))).toBe("Cut off.");
  });

  test("nothing about a conversation without an answer", () => {
    expect(announcement({ messages: [], turn: { state: "idle" } })).toBe("");
  });
});
