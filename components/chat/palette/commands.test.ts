import { describe, expect, test } from "vitest";
import type { ConversationSummary } from "@/lib/chat/schema";
import { commandsFor, type Surroundings } from "./commands";

const chat: ConversationSummary = {
  id: "c",
  title: "Bread",
  lastMessageAt: new Date(0),
  isPinned: false,
  isArchived: false,
};

/** What was called, in words. */
function around(change: Partial<Surroundings> = {}) {
  const calls: string[] = [];
  const note = (name: string) => (what?: string | ConversationSummary) => {
    const named = typeof what === "object" ? what.id : what;
    calls.push(named === undefined ? name : `${name} ${named}`);
  };
  const act = {
    pin: note("pin"),
    archive: note("archive"),
    unarchive: note("unarchive"),
    remove: note("remove"),
    copyLink: note("copy"),
  };
  const surroundings: Surroundings = {
    isAdmin: false,
    open: undefined,
    models: [],
    go: note("go"),
    act,
    rename: note("rename"),
    chooseModel: note("model"),
    setTheme: note("theme"),
    stop: undefined,
    showShortcuts: note("shortcuts"),
    signOut: note("out"),
    ...change,
  };
  return { commands: commandsFor(surroundings), calls };
}

function run(label: string, change: Partial<Surroundings> = {}): string[] {
  const { commands, calls } = around(change);
  commands.find((command) => command.label === label)?.run();
  return calls;
}

const labels = (change: Partial<Surroundings> = {}) => around(change).commands.map(({ label }) => label);

test.each([
  ["New chat", "go /chat"],
  ["New temporary chat", "go /chat?temporary=1"],
  ["Plan and billing", "go /billing"],
  ["Archived chats", "go /archived"],
  ["Theme: Dark", "theme dark"],
  ["Keyboard shortcuts", "shortcuts"],
  ["Sign out", "out"],
])("“%s” does it", (label, call) => {
  expect(run(label)).toEqual([call]);
});

describe("with a chat on the screen", () => {
  test.each([
    ["Rename this chat", "rename c"],
    ["Pin this chat", "pin c"],
    ["Archive this chat", "archive c"],
    ["Copy the link to this chat", "copy c"],
    ["Delete this chat", "remove c"],
  ])("“%s” does it", (label, call) => {
    expect(run(label, { open: chat })).toEqual([call]);
  });

  test("what a chat is already is not offered", () => {
    expect(labels({ open: { ...chat, isPinned: true } })).toContain("Unpin this chat");
    const archived = labels({ open: { ...chat, isArchived: true } });
    expect(archived).toContain("Unarchive this chat");
    expect(archived).not.toContain("Pin this chat");
  });

  test("and without one nothing of this is there", () => {
    expect(labels().filter((label) => label.includes("this chat"))).toEqual([]);
  });
});

test("an answer can be stopped while one is written", () => {
  expect(labels()).not.toContain("Stop the answer");
  const calls: string[] = [];
  expect(run("Stop the answer", { stop: () => calls.push("stop") })).toEqual([]);
  expect(calls).toEqual(["stop"]);
});

test("the operator's place is offered to operators alone", () => {
  expect(labels()).not.toContain("Admin");
  expect(run("Admin", { isAdmin: true })).toEqual(["go /admin/billing"]);
});

test("every command has a name of its own", () => {
  const ids = around({ open: chat, isAdmin: true }).commands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
