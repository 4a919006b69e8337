import { describe, expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { ChatScreen } from "./chat-screen";
import type { ShownMessage, ShownThread } from "./state/conversation";
import { inRoom } from "./testing/room";

const ID = "0190a6f0-0000-7000-8000-000000000001";
const QUESTION: ShownMessage = { id: "q", parentId: "root", role: "user", status: "complete", content: "How so?" };
const thread = (answer: Partial<ShownMessage>, rest: Partial<ShownThread> = {}): ShownThread => ({
  id: ID,
  title: "How things are",
  messages: [
    QUESTION,
    { id: "a", parentId: "q", role: "assistant", status: "complete", content: "Because.", model: "sage", ...answer },
  ],
  ...rest,
});
const open = (shown: ShownThread) => pageOf(inRoom(<ChatScreen thread={shown} />, { path: `/chat/${ID}` }));
const names = (page: ReturnType<typeof pageOf>) => page.all("button").map(({ text }) => text);

describe("a new chat", () => {
  const page = pageOf(inRoom(<ChatScreen />));

  test("asks what one would like, and offers ways to begin", () => {
    expect(page.all("h1")).toMatchObject([{ text: "What would you like to know?" }]);
    expect(page.text).toContain("Make a plan");
  });

  test("can be answered by any model of the plan, with files, and need not be stored", () => {
    expect(names(page)).toEqual(expect.arrayContaining(["Attach files", "Model: Swift", "Temporary chat", "Send"]));
  });

  test("has no voice where the browser's is not known yet, and nothing to send", () => {
    expect(names(page)).not.toContain("Speak");
    expect(page.all("button").at(-1)).toMatchObject({ text: "Send", "aria-disabled": "true", type: "submit" });
  });
});

describe("a temporary chat", () => {
  const page = pageOf(inRoom(<ChatScreen />, { search: "temporary=1" }));

  test("says what becomes of it, and takes no files", () => {
    expect(page.text).toContain("Not stored: it is gone when you leave or reload this page.");
    expect(names(page)).not.toContain("Attach files");
    expect(page.all("button").find(({ text }) => text === "Temporary chat")).toMatchObject({ "aria-pressed": "true" });
  });
});

describe("a stored conversation", () => {
  test("shows what was said, goes on with the model that answered, and is stored", () => {
    const page = open(thread({}));
    expect(page.text).toMatch(/How things are.*How so\?.*Because\./);
    expect(names(page)).toContain("Model: Sage");
    expect(names(page)).not.toContain("Temporary chat");
  });

  test("lets one edit a question and ask for another answer", () => {
    expect(names(open(thread({})))).toEqual(expect.arrayContaining(["Edit question", "Write another answer"]));
  });

  test("that was stopped can go on", () => {
    expect(names(open(thread({ status: "stopped" })))).toContain("Continue");
  });

  test("that failed says why, and can be asked again", () => {
    const page = open(thread({ status: "failed", content: "", problem: "The model is busy." }));
    expect(page.text).toContain("The model is busy.");
    expect(names(page)).toContain("Ask again");
  });

  test("with settings of its own says that they are changed", () => {
    expect(names(open(thread({}, { instructions: "Be brief." })))).toContain("Chat settings (changed)");
    expect(names(open(thread({})))).toContain("Chat settings");
  });
});

test("a spent allowance is said before one writes in vain", () => {
  const page = pageOf(inRoom(<ChatScreen />, { allowance: { remainingMicros: 0n } }));
  expect(page.text).toContain("Your allowance is used up");
  expect(page.text).toContain("3 March");
  expect(page.html).not.toContain('role="alert"');
});
