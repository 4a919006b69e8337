import { expect, test } from "vitest";
import type { ChatNews } from "@/components/chat/state/chat-store";
import { type TabNews, tabLine, tabNewsOf } from "./tab-line";

/** Tabs of one browser: what one says all others hear, as a BroadcastChannel does it. */
function aBrowser() {
  const open = new Set<EventTarget>();
  function channel() {
    const target = new EventTarget();
    open.add(target);
    return Object.assign(target, {
      postMessage: (data: unknown) => {
        for (const other of open) if (other !== target) other.dispatchEvent(new MessageEvent("message", { data }));
      },
      close: () => void open.delete(target),
    });
  }
  return { open, channel };
}

const NEWS: TabNews = { type: "started", conversationId: "c1" };

test("what one tab tells the others hear, and itself does not", () => {
  const { channel } = aBrowser();
  const heard: string[] = [];
  const tabs = ["a", "b", "c"].map((name) => {
    const tab = tabLine({ open: channel });
    tab.listen(({ type, conversationId }) => heard.push(`${name} ${type} ${conversationId}`));
    return tab;
  });
  tabs[0]?.tell(NEWS);
  expect(heard).toEqual(["b started c1", "c started c1"]);
});

test("a tab that left hears nothing and holds nothing, and hears what it missed when it comes back", () => {
  const { open, channel } = aBrowser();
  const heard: TabNews[] = [];
  const [here, there] = [tabLine({ open: channel }), tabLine({ open: channel })];
  there.listen(() => {});
  const leave = here.listen((news) => heard.push(news));
  leave();
  expect(open.size).toBe(1);
  there.tell(NEWS);
  expect(heard).toEqual([]);
  here.listen((news) => heard.push(news));
  expect(heard.splice(0)).toEqual([NEWS]);
  there.tell(NEWS);
  expect(heard).toEqual([NEWS]);
});

test("nothing is opened, or told, before somebody listens; a browser without tabs' news is silent", () => {
  const { open, channel } = aBrowser();
  tabLine({ open: channel }).tell(NEWS);
  expect(open.size).toBe(0);
  const mute = tabLine({ open: () => undefined });
  const leave = mute.listen(() => {
    throw new Error("heard");
  });
  mute.tell(NEWS);
  leave();
});

test("a tab that opens hears what was told while its page was made, each thing once, and the others do not", () => {
  const { channel } = aBrowser();
  let nowMs = 0;
  const told: TabNews[] = [{ type: "started", conversationId: "old" }, NEWS, { type: "renamed", conversationId: "c1" }];
  const first = tabLine({ open: channel, clock: () => nowMs });
  const bystander: TabNews[] = [];
  const opened: TabNews[] = [];
  first.listen(() => {});
  tabLine({ open: channel }).listen((news) => bystander.push(news));
  for (const news of [...told, NEWS]) {
    first.tell(news);
    nowMs += 15_000;
  }
  expect(bystander.splice(0)).toEqual([...told, NEWS]);
  tabLine({ open: channel }).listen((news) => opened.push(news));
  expect(opened).toEqual([told[2], NEWS]);
  expect(bystander).toEqual([]);
});

test("of a chat that was deleted a tab that opens hears that alone, and nothing of it once it is back", () => {
  const { channel } = aBrowser();
  const first = tabLine({ open: channel });
  first.listen(() => {});
  function heardByAnother(): TabNews[] {
    const heard: TabNews[] = [];
    tabLine({ open: channel }).listen((news) => heard.push(news));
    return heard;
  }
  const deleted: TabNews = { type: "deleted", conversationId: "c1" };
  const restored: TabNews = { type: "renamed", conversationId: "c1" };
  for (const news of [NEWS, deleted]) first.tell(news);
  expect(heardByAnother()).toEqual([deleted]);
  first.tell(restored);
  expect(heardByAnother()).toEqual([restored]);
});

test.each([
  null,
  "started",
  {},
  { type: "opened" },
  { type: "opened", from: 7 },
  { type: "started" },
  { type: "exploded", conversationId: "c1" },
  { ...NEWS, conversationId: 7 },
])("%j of another version is not heard", (strange) => {
  const { channel } = aBrowser();
  const heard: unknown[] = [];
  tabLine({ open: channel }).listen((news) => heard.push(news));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
  channel().postMessage(strange);
  expect(heard).toEqual([]);
});

const request = { message: "Hi", clientRequestId: "r" };
const conversation = { id: "c1", messages: [], turn: { state: "idle" } } as const;
const told: [string, ChatNews, TabNews | undefined][] = [
  ["one that started", { type: "started", key: "k", conversationId: "c1", request }, NEWS],
  [
    "one that ended",
    { type: "ended", key: "k", conversation: { ...conversation, messages: [] }, request },
    { type: "ended", conversationId: "c1" },
  ],
  [
    "one that another tab began",
    { type: "ended", key: "k", conversation: { ...conversation, messages: [] } },
    undefined,
  ],
  ["a refusal", { type: "refused", key: "k", request, code: "conflict" }, undefined],
  [
    "a temporary chat",
    { type: "started", key: "k", conversationId: "c1", request: { ...request, temporary: { history: [] } } },
    undefined,
  ],
];

test.each(told)("of %s the other tabs are told what they need", (_what, news, expected) => {
  expect(tabNewsOf(news)).toEqual(expected);
});
