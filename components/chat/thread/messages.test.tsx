import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import type { ShownMessage } from "@/components/chat/state/conversation";
import type { AttachmentView } from "@/lib/chat/schema";
import type { MessageActions } from "./message-actions";
import { groupsOf, MessageList } from "./message-list";
import { durationText } from "./receipt-line";

// An answer's reader comes by itself; what is still on its way when a file is through fails the files after it.
beforeAll(() => import("./markdown/markdown"));

const nothing = () => undefined;
const ALL: MessageActions = {
  onRetry: nothing,
  onEdit: nothing,
  onRegenerate: nothing,
  onContinue: nothing,
  onSelectBranch: nothing,
  onFeedback: async () => ({ ok: true }),
};
const question = (changes: Partial<ShownMessage> = {}): ShownMessage => ({
  id: "q",
  role: "user",
  status: "complete",
  content: "How?",
  ...changes,
});
const answer = (changes: Partial<ShownMessage> = {}): ShownMessage => ({
  id: "a",
  role: "assistant",
  status: "complete",
  content: "So.",
  ...changes,
});
const html = (messages: ShownMessage[], actions: MessageActions = ALL, older = {}) =>
  renderToStaticMarkup(
    <MessageList messages={messages} modelLabel={(id) => `Model ${id}`} locale="en-US" {...actions} {...older} />,
  );

describe("below a question", () => {
  test("one can edit and copy it", () => {
    const page = html([question()]);
    for (const label of ["Edit question", "Copy question"]) expect(page).toContain(`aria-label="${label}"`);
    expect(page).toContain("data-edit-question");
  });

  test("one can not edit what is not stored yet, or while nothing may be asked", () => {
    const { id: _, ...fresh } = question();
    expect(html([fresh])).not.toContain("Edit question");
    expect(html([question()], {})).not.toContain("Edit question");
  });

  test("its files are shown, pictures as such", () => {
    const file = { id: "f1", name: "plan.pdf", mediaType: "x", sizeBytes: 1, boundTokens: 1 };
    const attachments: AttachmentView[] = [
      { ...file, kind: "document", pageCount: 1 },
      { ...file, id: "f2", name: "cat.png", kind: "image" },
    ];
    const page = html([question({ attachments, content: "" })]);
    expect(page).toMatch(/href="\/api\/files\/f1"[^>]*>.*plan\.pdf.*1 page</);
    expect(page).toMatch(/<img[^>]*src="\/api\/files\/f2"[^>]*alt="cat.png"/);
    expect(page).not.toContain("<p class=");
  });
});

describe("below an answer", () => {
  test("one can copy it, judge it and ask for another", () => {
    const page = html([question(), answer({ feedback: { verdict: "down" } })]);
    for (const label of ["Copy answer", "Good answer", "Bad answer", "Write another answer"]) {
      expect(page).toContain(`aria-label="${label}"`);
    }
    expect(page).toMatch(/aria-label="Bad answer"[^>]*aria-pressed="true"/);
    expect(page).toMatch(/aria-label="Good answer"[^>]*aria-pressed="false"/);
  });

  test("nothing is offered while it is written", () => {
    const page = html([question({ status: "complete" }), answer({ status: "streaming" })]);
    for (const label of ["Copy answer", "Good answer", "Write another answer"]) expect(page).not.toContain(label);
  });

  test("only what can be done now is offered", () => {
    const page = html([question(), answer({ status: "stopped" })], {});
    for (const label of ["Good answer", "Write another answer", "Continue", "Ask again"]) {
      expect(page).not.toContain(label);
    }
  });

  test.each([
    ["stopped", "Continue", true],
    ["interrupted", "Continue", true],
    ["interrupted", "Ask again", true],
    ["stopped", "Ask again", false],
    ["complete", "Continue", false],
  ] as const)("that is %s, whether there is %s: %s", (status, words, expected) => {
    expect(html([question(), answer({ status })]).includes(words)).toBe(expected);
  });

  test("an answer without text offers to be written again, and nothing to do with its text", () => {
    const page = html([question(), answer({ status: "failed", content: "" })], { ...ALL, onRetry: undefined });
    expect(page).toContain("Write another answer");
    expect(page).not.toContain("Copy answer");
  });
});

describe("the versions of a message", () => {
  const middle = { number: 2, count: 3, previousId: "x", nextId: "z" };

  test("are counted, and can be gone through", () => {
    const page = html([question({ siblings: middle }), answer({ siblings: middle })]);
    expect(page.match(/>2 \/ 3</g) ?? page.match(/2<!-- --> \/ <!-- -->3/g)).toHaveLength(2);
    for (const of of ["question", "answer"]) {
      expect(page).toContain(`aria-label="Version 2 of 3 of this ${of}"`);
      expect(page).toContain(`aria-label="Previous version of this ${of}"`);
    }
    expect(page).not.toContain('aria-disabled="true"');
  });

  test("end at the first and the last", () => {
    const page = html([question({ siblings: { number: 1, count: 2, nextId: "z" } })]);
    expect(page).toMatch(/aria-label="Previous version of this question"[^>]*aria-disabled="true"/);
    expect(page).not.toMatch(/aria-label="Next version of this question"[^>]*aria-disabled="true"/);
  });

  test("can not be changed while an answer is written, and one alone is not counted", () => {
    expect(html([question({ siblings: middle })], {}).match(/aria-disabled="true"/g)).toHaveLength(2);
    expect(html([question({ siblings: { number: 1, count: 1 } })])).not.toContain("Version");
  });
});

describe("an answer's receipt", () => {
  test("says what wrote it, what it took, how long, and what was not as asked", () => {
    const receipt = { inputTokens: 1_000, outputTokens: 200, costMicros: 1_500 };
    const page = html([answer({ model: "m", receipt, durationMs: 4_230, fallbackFrom: "n", omittedCount: 3 })]);
    expect(page).toContain(
      "Model m · 1,200 tokens · $0.0015 · 4.2 s · Model n was not available · the first 3 messages did not fit",
    );
  });

  test("tells a model that nothing covers from one that is away", () => {
    const page = html([answer({ model: "m", fallbackFrom: "n", isFallbackForMoney: true })]);
    expect(page).toContain("Model m · your allowance does not cover Model n");
  });

  test("tells the same model elsewhere from another model", () => {
    const page = html([answer({ model: "m", fallbackFrom: "m" })]);
    expect(page).toContain("Model m · by another provider, the usual one was not available");
  });

  test.each([
    [0, "0 s"],
    [940, "0.9 s"],
    [9_940, "9.9 s"],
    [9_960, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min 0 s"],
    [125_000, "2 min 5 s"],
  ])("tells %i ms as %s", (durationMs, words) => {
    expect(durationText(durationMs, "en-US")).toBe(words);
  });
});

describe("a long thread", () => {
  const thread = (count: number) =>
    Array.from({ length: count }, (_, place) =>
      place % 2 ? answer({ id: `m${place}` }) : question({ id: `m${place}`, content: `Question ${place}` }),
    );

  test("draws its end, and of the rest only the room it takes", () => {
    const page = html(thread(10_000));
    expect(page).toContain("Question 9998");
    expect(page).not.toContain("Question 0<");
    expect(page.match(/<li/g)!.length).toBeLessThanOrEqual(20);
    expect(page.match(/<[a-z]/g)!.length).toBeLessThan(3_000);
  });

  test("offers what is above it, where there is something", () => {
    expect(html(thread(2), ALL, { hasOlder: true, loadOlder: async () => undefined })).toContain(
      "Show earlier messages",
    );
    expect(html(thread(2), ALL, { hasOlder: false })).not.toContain("Show earlier messages");
  });

  test("keeps its full groups when messages come above and below", () => {
    const number = fc.nat(60);
    fc.assert(
      fc.property(number, number, number, (count, above, below) => {
        const before = groupsOf(thread(count), 0);
        const more = groupsOf([...thread(above), ...thread(count), ...thread(below)], above);
        expect(more.flatMap(({ members }) => members)).toHaveLength(above + count + below);
        for (const { number: name, members } of before) {
          if (members.length < 10) continue;
          expect(more.find((group) => group.number === name)?.members).toEqual(members);
        }
        expect(new Set(more.map((group) => group.number)).size).toBe(more.length);
        for (const { members } of more) expect(members.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
