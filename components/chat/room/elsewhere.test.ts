import { describe, expect, test, vi } from "vitest";
import { type Conversation, EMPTY } from "@/components/chat/state/conversation";
import type { PathPage, ThreadMessage } from "@/lib/chat/schema";
import { type ChatActions, Refused } from "./chat-actions";
import { elsewhere } from "./elsewhere";
import { readAgain } from "./read-again";

const stored = (id: string, role: ThreadMessage["role"], changes: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id,
  parentId: "p",
  role,
  status: "complete",
  content: id,
  createdAt: new Date(0),
  ...changes,
});
const PAGE: PathPage = {
  messages: [stored("q", "user"), stored("a", "assistant", { status: "streaming", generationId: "g" })],
  hasOlder: false,
};

/** A tab that shows c1, and what becomes of it. */
function aTab({ live, openId = "c1" }: { live?: Conversation; openId?: string | null } = {}) {
  const screen = { live, isHidden: false };
  const parts = {
    path: vi.fn<ChatActions["path"]>(() => Promise.resolve(PAGE)),
    reload: vi.fn(() => Promise.resolve()),
    onGone: vi.fn(),
  };
  const store: Parameters<typeof readAgain>[1]["store"] = {
    find: () => screen.live,
    change: (_key, from, change) => void (screen.live = change(screen.live ?? from)),
  };
  const shown = { openId: () => openId ?? undefined, onGone: parts.onGone };
  const around = elsewhere({
    ...shown,
    list: () => ({ reload: parts.reload }),
    read: (id) => void readAgain(id, { ...shown, store, actions: { path: parts.path } }),
    isHidden: () => screen.isHidden,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...parts,
    screen,
    async hear(...news: Parameters<typeof around.hear>) {
      around.hear(...news);
      await settle();
    },
    async turn(isHidden: boolean, atMs: number) {
      screen.isHidden = isHidden;
      around.noteVisibility(atMs);
      await settle();
    },
  };
}

describe("news of another tab", () => {
  test("that can not be followed leave the screen as it is", async () => {
    const live = { ...EMPTY, id: "c1" };
    const tab = aTab({ live });
    tab.path.mockRejectedValueOnce(new TypeError("fetch failed"));
    await tab.hear({ type: "started", conversationId: "c1" });
    tab.path.mockRejectedValueOnce(new Refused({ ok: false, code: "too_many_requests", message: "Wait." }));
    await tab.hear({ type: "ended", conversationId: "c1" });
    expect(tab.screen.live).toBe(live);
    expect(tab.onGone).not.toHaveBeenCalled();
  });

  test("do not touch an answer that is heard here, nor ask for it", async () => {
    const live: Conversation = { id: "c1", messages: [stored("a", "assistant")], turn: { state: "streaming" } };
    const tab = aTab({ live });
    await tab.hear({ type: "ended", conversationId: "c1" });
    expect(tab.path).not.toHaveBeenCalled();
    expect(tab.screen.live).toBe(live);
  });

  test("do not touch one that began while they were read", async () => {
    const tab = aTab();
    const live: Conversation = { id: "c1", messages: [], turn: { state: "streaming" } };
    tab.path.mockImplementationOnce(() => {
      tab.screen.live = live;
      return Promise.resolve(PAGE);
    });
    await tab.hear({ type: "started", conversationId: "c1" });
    expect(tab.screen.live).toBe(live);
  });

  test("of a conversation that is gone lead away from it", async () => {
    const told = aTab();
    await told.hear({ type: "deleted", conversationId: "c1" });
    const missed = aTab();
    missed.path.mockRejectedValueOnce(new Refused({ ok: false, code: "not_found", message: "Nothing." }));
    await missed.hear({ type: "ended", conversationId: "c1" });
    for (const { onGone, reload } of [told, missed]) {
      expect(onGone).toHaveBeenCalledOnce();
      expect(reload).toHaveBeenCalledOnce();
    }
  });

  test("of the one that is open bring its question and the answer that is being written", async () => {
    const tab = aTab();
    await tab.hear({ type: "started", conversationId: "c1" });
    expect(tab.screen.live?.messages).toMatchObject([{ id: "q" }, { id: "a", status: "streaming", generationId: "g" }]);
    expect(tab.reload).toHaveBeenCalledOnce();
  });

  test.each([
    { type: "ended", conversationId: "other" },
    { type: "deleted", conversationId: "other" },
    { type: "renamed", conversationId: "c1" },
  ] as const)("$type of $conversationId concern the list alone", async (news) => {
    const tab = aTab();
    await tab.hear(news);
    expect(tab.reload).toHaveBeenCalledOnce();
    expect(tab.path).not.toHaveBeenCalled();
    expect(tab.onGone).not.toHaveBeenCalled();
  });
});

describe("a tab that is hidden", () => {
  test("asks for nothing until it is looked at, and then once", async () => {
    const tab = aTab();
    await tab.turn(true, 0);
    for (const type of ["started", "ended", "renamed"] as const) await tab.hear({ type, conversationId: "c1" });
    expect([tab.reload, tab.path].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    await tab.turn(false, 1_000);
    await tab.turn(true, 2_000);
    await tab.turn(false, 3_000);
    expect([tab.reload, tab.path].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  test.each([
    [30_000, 0],
    [30_001, 1],
  ])("for %i ms looks for what other devices did %i times", async (awayMs, times) => {
    const tab = aTab();
    await tab.turn(true, 500);
    await tab.turn(false, 500 + awayMs);
    expect(tab.reload).toHaveBeenCalledTimes(times);
    expect(tab.path).toHaveBeenCalledTimes(times);
  });

  test("and shows no conversation reads the list alone", async () => {
    const tab = aTab({ openId: null });
    tab.screen.isHidden = true;
    await tab.hear({ type: "renamed", conversationId: "c1" });
    await tab.turn(false, 1);
    expect(tab.reload).toHaveBeenCalledOnce();
    expect(tab.path).not.toHaveBeenCalled();
  });
});
