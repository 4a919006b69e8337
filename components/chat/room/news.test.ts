import { describe, expect, test, vi } from "vitest";
import type { ChatNews } from "@/components/chat/state/chat-store";
import type { Conversation, ShownMessage } from "@/components/chat/state/conversation";
import { draftBox, NEW_DRAFT, TEMPORARY_DRAFT } from "@/components/chat/state/draft-box";
import type { ChatRequest, PathPage, SendMessage, ThreadMessage } from "@/lib/chat/schema";
import { hear } from "./use-news";
import { available } from "./use-thread-actions";

const REQUEST: SendMessage = { message: "Hello there", clientRequestId: "r1" };
const answer = (changes: Partial<ShownMessage> = {}): ShownMessage => ({
  id: "a",
  role: "assistant",
  status: "complete",
  content: "Fine.",
  ...changes,
});
const conversation = (changes: Partial<Conversation> = {}): Conversation => ({
  id: "c1",
  messages: [answer()],
  turn: { state: "idle" },
  ...changes,
});

const stored = (id: string): ThreadMessage => ({
  id,
  parentId: "q",
  role: "assistant",
  status: "complete",
  content: "Yes",
  createdAt: new Date(0),
});

/** Everything that hears of an answer, written down. */
function around({ isNewChat = true } = {}) {
  const drafts = draftBox("ada", undefined);
  const spent: bigint[] = [];
  const later: (() => void)[] = [];
  const parts = {
    drafts,
    store: { send: vi.fn(), change: vi.fn(), find: vi.fn() },
    uploads: { move: vi.fn() },
    list: { has: vi.fn(() => true), noteWritten: vi.fn(), reload: vi.fn(() => Promise.resolve()) },
    actions: { path: vi.fn(() => Promise.resolve<PathPage>({ messages: [stored("a")], hasOlder: false })) },
    freshKey: "fresh:1",
    now: new Date(0),
    spend: (change: (before: bigint) => bigint) => void spent.push(change(0n)),
    onSignedOut: vi.fn(),
    place: { isNewChat: () => isNewChat, become: vi.fn() },
    wait: (work: () => void) => void later.push(work),
  };
  return { ...parts, spent, later, hear: (news: ChatNews) => hear(news, parts) };
}

const started = (request: ChatRequest, key = "fresh:1"): ChatNews => ({
  type: "started",
  key,
  conversationId: "c1",
  request,
});
const ended = (changes: Partial<Conversation> = {}, request?: ChatRequest): ChatNews => ({
  type: "ended",
  key: "c1",
  conversation: conversation(changes),
  ...(request ? { request } : {}),
});

describe("when an answer starts", () => {
  test("the new chat becomes its conversation, and what was typed since follows", () => {
    const { drafts, place, uploads, list, hear } = around();
    drafts.post(NEW_DRAFT, REQUEST);
    drafts.type(NEW_DRAFT, "Next");
    hear(started(REQUEST));
    expect(place.become).toHaveBeenCalledWith("c1", "Hello there");
    expect(uploads.move).toHaveBeenCalledWith(NEW_DRAFT, "c1");
    expect(drafts.read("c1").text).toBe("Next");
    expect(list.noteWritten).toHaveBeenCalledOnce();
  });

  test("and one looks at something else, one stays there", () => {
    const { drafts, place, hear } = around({ isNewChat: false });
    drafts.post(NEW_DRAFT, REQUEST);
    hear(started(REQUEST));
    expect(place.become).not.toHaveBeenCalled();
    expect(drafts.read(NEW_DRAFT)).toEqual({ text: "" });
  });

  test("of a temporary chat nothing is noted anywhere", () => {
    const { drafts, place, list, hear } = around();
    const request = { ...REQUEST, temporary: { history: [] } };
    drafts.post(TEMPORARY_DRAFT, request);
    hear(started(request));
    expect(place.become).not.toHaveBeenCalled();
    expect(list.noteWritten).not.toHaveBeenCalled();
    expect(drafts.read(TEMPORARY_DRAFT)).toEqual({ text: "" });
  });

  test("in one that the list has not, or not any more, the list is read again: its first words are not its name", () => {
    const { list, hear } = around();
    list.has.mockReturnValue(false);
    hear(started({ ...REQUEST, conversationId: "c1" }, "c1"));
    hear(started({ conversationId: "c1", regenerate: "a", clientRequestId: "r" }, "c1"));
    expect(list.noteWritten).not.toHaveBeenCalled();
    expect(list.reload).toHaveBeenCalledTimes(2);
  });

  test("that is another one to the same question, what is being written stays", () => {
    const { drafts, hear } = around();
    drafts.type("c1", "Typing");
    hear(started({ conversationId: "c1", regenerate: "a", clientRequestId: "r" }, "c1"));
    expect(drafts.read("c1").text).toBe("Typing");
  });
});

test("a refused message is in the field again", () => {
  const { drafts, hear } = around();
  drafts.post(NEW_DRAFT, REQUEST);
  hear({ type: "refused", key: "fresh:1", request: REQUEST, code: "unreachable" });
  expect(drafts.read(NEW_DRAFT).text).toBe("Hello there");
});

describe("a session that ended elsewhere", () => {
  const refusal = (request: ChatRequest): ChatNews => ({
    type: "refused",
    key: "fresh:1",
    request,
    code: "unauthenticated",
  });

  test("leads to a new one once what was written is kept", () => {
    const { drafts, onSignedOut, hear } = around();
    drafts.post(NEW_DRAFT, REQUEST);
    onSignedOut.mockImplementation(() => expect(drafts.read(NEW_DRAFT).text).toBe("Hello there"));
    hear(refusal(REQUEST));
    expect(onSignedOut).toHaveBeenCalledOnce();
  });

  test("is found out also in the middle of an answer", () => {
    const { actions, onSignedOut, hear } = around();
    hear(ended({ messages: [answer({ status: "interrupted", errorCode: "unauthenticated" })] }, REQUEST));
    expect(onSignedOut).toHaveBeenCalledOnce();
    expect(actions.path).not.toHaveBeenCalled();
  });

  test("does not take a chat away that is stored nowhere", () => {
    const { drafts, onSignedOut, hear } = around();
    hear(refusal({ ...REQUEST, temporary: { history: [] } }));
    hear(ended({ isTemporary: true, messages: [answer({ errorCode: "unauthenticated" })] }, REQUEST));
    expect(onSignedOut).not.toHaveBeenCalled();
    expect(drafts.read(TEMPORARY_DRAFT)).toEqual({ text: "" });
  });

  test("is told from every other refusal", () => {
    const { onSignedOut, hear } = around();
    hear({ ...refusal(REQUEST), code: "forbidden" } as ChatNews);
    expect(onSignedOut).not.toHaveBeenCalled();
  });
});

describe("when an answer ends", () => {
  const receipt = { inputTokens: 1, outputTokens: 1, costMicros: 7 };

  test("what it cost is spent, unless it stood in the allowance already", () => {
    const ours = around();
    ours.hear(ended({ messages: [answer({ receipt })] }, REQUEST));
    expect(ours.spent).toEqual([7n]);
    const theirs = around();
    theirs.hear(ended({ messages: [answer({ receipt })] }));
    expect(theirs.spent).toEqual([]);
  });

  test("what only the server knows of it is read", async () => {
    const { actions, store, hear } = around();
    hear(ended({}, REQUEST));
    expect(actions.path).toHaveBeenCalledWith({ conversationId: "c1" });
    await vi.waitFor(() => expect(store.change).toHaveBeenCalledOnce());
  });

  test("and another branch was opened elsewhere, this one stays what is looked at", async () => {
    const { actions, store, hear } = around();
    actions.path.mockResolvedValue({ messages: [stored("other")], hasOlder: false });
    hear(ended({}, REQUEST));
    await vi.waitFor(() => expect(actions.path).toHaveBeenCalledOnce());
    await Promise.resolve();
    expect(store.change).not.toHaveBeenCalled();
  });

  test("and the server can not be asked, what was heard stays", async () => {
    const { actions, store, hear } = around();
    actions.path.mockRejectedValue(new TypeError("fetch failed"));
    hear(ended({}, REQUEST));
    await vi.waitFor(() => expect(actions.path).toHaveBeenCalledOnce());
    expect(store.change).not.toHaveBeenCalled();
  });

  test("the next one in the queue goes out, as it was queued", () => {
    const { drafts, store, actions, hear } = around();
    drafts.queue("c1", { request: REQUEST });
    hear(ended({}, REQUEST));
    expect(store.send).toHaveBeenCalledOnce();
    expect(store.send.mock.calls[0]?.[1]).toEqual({ ...REQUEST, conversationId: "c1", parentId: "a" });
    expect(actions.path).not.toHaveBeenCalled();
  });

  test("before it is whole the queue waits to be asked for", () => {
    const { drafts, store, hear } = around();
    drafts.queue("c1", { request: REQUEST });
    hear(ended({ messages: [answer({ status: "stopped" })] }, REQUEST));
    expect(store.send).not.toHaveBeenCalled();
    expect(drafts.read("c1").queue).toHaveLength(1);
  });

  test("the list is read again, and after a first one later too, for the name the model gives it", () => {
    const { list, later, hear } = around();
    hear(ended({ messages: [answer(), answer()] }, REQUEST));
    expect(list.reload).toHaveBeenCalledOnce();
    for (const work of later) work();
    expect(list.reload).toHaveBeenCalledTimes(3);
    hear(ended({ messages: [answer(), answer(), answer(), answer()] }, REQUEST));
    expect(later).toHaveLength(2);
  });

  test("of a temporary chat the server is asked nothing", () => {
    const { actions, list, hear } = around();
    const { id: _, ...temporary } = conversation({ isTemporary: true });
    hear({ type: "ended", key: "fresh:1", conversation: temporary, request: REQUEST });
    expect(actions.path).not.toHaveBeenCalled();
    expect(list.reload).not.toHaveBeenCalled();
  });
});

describe("what one can do with messages", () => {
  const nothing = () => undefined;
  const all = {
    onRetry: nothing,
    onEdit: nothing,
    onRegenerate: nothing,
    onContinue: nothing,
    onSelectBranch: nothing,
    onFeedback: () => Promise.resolve({ ok: true } as const),
    loadOlder: () => Promise.resolve(),
  };
  const names = (changes: Partial<Conversation>) =>
    Object.keys(available(conversation(changes), all)).filter((name) => name !== "hasOlder");

  test("is everything but to try again, when nothing failed", () => {
    expect(names({ hasOlder: true }).toSorted()).toEqual([
      "loadOlder",
      "onContinue",
      "onEdit",
      "onFeedback",
      "onRegenerate",
      "onSelectBranch",
    ]);
  });

  test("is to try again what failed", () => {
    expect(names({ messages: [answer({ status: "failed" })] })).toContain("onRetry");
  });

  test("while an answer runs is to judge and to read", () => {
    expect(names({ turn: { state: "streaming" }, hasOlder: true }).toSorted()).toEqual(["loadOlder", "onFeedback"]);
  });

  test("in a temporary chat has no branches and no verdicts", () => {
    expect(names({ isTemporary: true }).toSorted()).toEqual(["onEdit", "onRegenerate"]);
  });
});
