import type { ReactElement } from "react";
import { describe, expect, test } from "vitest";
import { inRoom } from "@/components/chat/testing/room";
import { pageOf } from "@/components/ui/testing/page";
import type { ConversationSummary } from "@/lib/chat/schema";
import { ArchivedBar } from "./archived-bar";
import { ArchivedList } from "./archived-list";
import { ConversationList } from "./conversation-list";
import { ConversationRow } from "./conversation-row";
import { SearchResults, wordsOf } from "./search-results";

const chat = (change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: "c1",
  title: "Sourdough for beginners",
  lastMessageAt: new Date("2027-02-10T00:00:00Z"),
  isPinned: false,
  isArchived: false,
  ...change,
});
const shown = (view: ReactElement, path = "/chat") => pageOf(inRoom(view, { path }));
const actionsOf = (conversation: ConversationSummary) =>
  shown(<ConversationRow conversation={conversation} isOpen={false} />)
    .all("button")
    .map(({ text }) => text);

describe("a row", () => {
  test("leads to its chat, and says which one is open", () => {
    const page = shown(<ConversationRow conversation={chat()} isOpen />);
    expect(page.links).toMatchObject({ "Sourdough for beginners": "/chat/c1" });
    expect(page.all("a")[0]).toMatchObject({ "aria-current": "page" });
  });

  test("names what can be done with which chat", () => {
    expect(actionsOf(chat())).toEqual(["Actions for Sourdough for beginners", "Pin", "Rename…", "Archive", "Delete"]);
  });

  test("offers to take back what was done, and no pin for what is put away", () => {
    expect(actionsOf(chat({ isPinned: true }))).toContain("Unpin");
    const archived = actionsOf(chat({ isArchived: true }));
    expect(archived).toContain("Unarchive");
    expect(archived).not.toContain("Pin");
  });

  test("says of an archived one that it is", () => {
    const page = shown(<ConversationRow conversation={chat({ isArchived: true })} isOpen={false} />);
    expect(page.html).toContain("(archived)");
  });

  test("among others that are archived has its way back in one press, and does not say what all of them are", () => {
    const archived = chat({ isArchived: true });
    const page = shown(<ConversationRow conversation={archived} isOpen={false} isShelved />);
    const first = { "aria-label": "Unarchive Sourdough for beginners" };
    expect(page.all("button")[0]).toMatchObject(first);
    expect(page.html).not.toContain("(archived)");
    expect(shown(<ConversationRow conversation={archived} isOpen={false} />).all("button")[0]).not.toMatchObject(first);
  });

  test("a title of markup is a title", () => {
    const page = shown(
      <ConversationRow conversation={chat({ title: "<img src=x onerror=alert(1)>" })} isOpen={false} />,
    );
    expect(page.all("img")).toEqual([]);
    expect(page.text).toContain("<img src=x onerror=alert(1)>");
  });
});

describe("the list", () => {
  test("with nothing in it says what will be there, and how to begin", () => {
    const page = shown(<ConversationList />);
    expect(page.text).toContain("Your conversations will be listed here.");
    expect(page.links).toMatchObject({ "New chat": "/chat" });
  });

  test("can be searched by a field that says what it finds", () => {
    expect(shown(<ConversationList />).all("input")[0]).toMatchObject({
      type: "search",
      "aria-label": "Find a chat by title",
    });
  });
});

describe("what was found", () => {
  const results = (search: Parameters<typeof wordsOf>[0]) =>
    shown(<SearchResults query="for" search={search} open={undefined} />);

  test("is counted for those who do not see it, and marked for those who do", () => {
    const page = results({ state: "found", found: [chat()] });
    expect(page.text).toContain("1 chat found.");
    expect(page.all("mark")).toMatchObject([{ text: "for" }]);
  });

  test.each([
    [{ state: "found", found: [] } as const, "No chat is called “for”."],
    [{ state: "found", found: [chat(), chat({ id: "c2" })] } as const, "2 chats found."],
    [{ state: "looking", found: [] } as const, "Looking…"],
    [{ state: "looking", found: [chat()] } as const, ""],
    [{ state: "failed" } as const, "The search did not reach the server. Type on to try again."],
  ])("%j is told", (search, words) => {
    expect(wordsOf(search, "for")).toBe(words);
    expect(results(search).text).toContain(words);
  });

  test("before the answer is there is marked as being looked for", () => {
    expect(results({ state: "looking", found: [] }).html).toContain('aria-busy="true"');
  });
});

describe("the archive", () => {
  test("says what it is for while nothing is in it", () => {
    expect(shown(<ArchivedList page={{ conversations: [] }} />).text).toContain("Nothing is archived");
  });

  test("has what was put away by its days, and a way to the rest", () => {
    const page = shown(<ArchivedList page={{ conversations: [chat({ isArchived: true })], cursor: "more" }} />);
    expect(page.all("h2")).toMatchObject([{ text: "Today" }]);
    expect(page.all("button").map(({ text }) => text)).toContain("Show older");
  });

  test("an open chat of it says so, with the way back, and one that is not says nothing", () => {
    expect(shown(<ArchivedBar conversation={chat({ isArchived: true })} />).text).toBe(
      "This chat is archived. Unarchive",
    );
    expect(shown(<ArchivedBar conversation={chat()} />).text).toBe("");
  });
});
