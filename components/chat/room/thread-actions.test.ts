import { describe, expect, test, vi } from "vitest";
import { type Conversation, isRunning } from "@/components/chat/state/conversation";
import { ACTIONS } from "@/components/chat/testing/room";
import type { PathPage, ThreadMessage } from "@/lib/chat/schema";
import { askingActions, storedActions } from "./use-thread-actions";

const message = (id: string, role: ThreadMessage["role"], changes: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id,
  parentId: "p",
  role,
  status: "complete",
  content: id,
  createdAt: new Date(0),
  ...changes,
});
const conversation: Conversation = {
  id: "c",
  messages: [message("q", "user"), message("a", "assistant", { status: "failed" })],
  turn: { state: "idle" },
};

/** A conversation on the screen, and what becomes of it. */
function onScreen(current: Conversation = conversation) {
  const sent: unknown[] = [];
  const onAsked = vi.fn();
  const screen = { current };
  const store = {
    send: (_: string, request: unknown) => void sent.push(request),
    change: (_key: string, from: Conversation, change: (current: Conversation) => Conversation) => {
      screen.current = change(from);
    },
  };
  const place = { key: "c", latest: () => screen.current, store };
  return { sent, onAsked, screen, place, asking: askingActions({ ...place, model: "sage", onAsked }) };
}

describe("asking from the thread", () => {
  test.each([
    ["onRetry", (all: ReturnType<typeof onScreen>["asking"]) => all.onRetry(), { regenerate: "a" }],
    ["onRegenerate", (all: ReturnType<typeof onScreen>["asking"]) => all.onRegenerate("a"), { regenerate: "a" }],
    ["onContinue", (all: ReturnType<typeof onScreen>["asking"]) => all.onContinue("a"), { continue: "a" }],
    [
      "onEdit",
      (all: ReturnType<typeof onScreen>["asking"]) => all.onEdit("q", "New"),
      { message: "New", parentId: "p" },
    ],
  ])("%s asks the model that is chosen, and the focus goes on", (_, press, request) => {
    const { asking, sent, onAsked } = onScreen();
    press(asking);
    expect(sent).toEqual([expect.objectContaining({ ...request, conversationId: "c", model: "sage" })]);
    expect(onAsked).toHaveBeenCalledOnce();
  });

  test("what can not be asked leaves everything where it is", () => {
    const { asking, sent, onAsked } = onScreen();
    asking.onEdit("q", "  ");
    asking.onRegenerate("gone");
    expect(sent).toEqual([]);
    expect(onAsked).not.toHaveBeenCalled();
  });
});

describe("what the server does", () => {
  const page: PathPage = { messages: [message("b", "user")], hasOlder: false };

  test("another branch is shown once it is open", async () => {
    const { place, screen } = onScreen();
    const setProblem = vi.fn();
    const selectBranch = vi.fn(() => Promise.resolve(page));
    storedActions(place, { actions: { ...ACTIONS, selectBranch }, setProblem }).onSelectBranch("b");
    await vi.waitFor(() => expect(screen.current.messages.map(({ id }) => id)).toEqual(["b"]));
    expect(selectBranch).toHaveBeenCalledWith({ conversationId: "c", messageId: "b" });
  });

  test("one that can not be opened is said, and what is there stays", async () => {
    const { place, screen } = onScreen();
    const setProblem = vi.fn();
    const selectBranch = () => Promise.reject(new TypeError("fetch failed"));
    storedActions(place, { actions: { ...ACTIONS, selectBranch }, setProblem }).onSelectBranch("b");
    await vi.waitFor(() => expect(setProblem).toHaveBeenLastCalledWith(expect.stringContaining("could not be opened")));
    expect(screen.current).toBe(conversation);
  });

  test("an answer that began meanwhile is not covered by the branch", async () => {
    const running: Conversation = { ...conversation, turn: { state: "streaming" } };
    const { place, screen } = onScreen(running);
    const selectBranch = vi.fn(() => Promise.resolve(page));
    storedActions(place, { actions: { ...ACTIONS, selectBranch }, setProblem: vi.fn() }).onSelectBranch("b");
    await vi.waitFor(() => expect(selectBranch).toHaveBeenCalledOnce());
    await Promise.resolve();
    expect(isRunning(screen.current)).toBe(true);
  });

  test("older messages come above the first", async () => {
    const { place, screen } = onScreen();
    const older = vi.fn(() => Promise.resolve(page));
    await storedActions(place, { actions: { ...ACTIONS, older }, setProblem: vi.fn() }).loadOlder();
    expect(older).toHaveBeenCalledWith({ conversationId: "c", beforeId: "q" });
    expect(screen.current.messages.map(({ id }) => id)).toEqual(["b", "q", "a"]);
  });

  test("a verdict stands once the server has it", async () => {
    const { place, screen } = onScreen();
    const given = { messageId: "a", verdict: "up" } as const;
    const refusing = { ...ACTIONS, feedback: () => Promise.resolve({ ok: false, message: "No." } as const) };
    await storedActions(place, { actions: refusing, setProblem: vi.fn() }).onFeedback(given);
    expect(screen.current.messages[1]?.feedback).toBeUndefined();
    await storedActions(place, { actions: ACTIONS, setProblem: vi.fn() }).onFeedback(given);
    expect(screen.current.messages[1]?.feedback).toEqual({ verdict: "up" });
  });
});
