import type { ChatNews } from "@/components/chat/state/chat-store";

/** What one tab tells the others: that something happened, and to which conversation. What it is, they read. */
export type TabNews = { type: (typeof TYPES)[number]; conversationId: string };

const TYPES = ["started", "ended", "renamed", "deleted"] as const;
const NAME = "parley.chat";

/** A tab that has just been opened asks for what it missed since its page was made. Only `to` hears the answer. */
type Opened = { type: "opened"; from: string };
type Retold = TabNews & { to?: string };

type Channel = Pick<BroadcastChannel, "postMessage" | "close" | "addEventListener">;

type TabLineOptions = {
  open?: () => Channel | undefined;
  /** Milliseconds, by a clock that does not jump. */
  clock?: () => number;
  /** A name of this tab among those of the browser. */
  name?: string;
};

export type TabLine = ReturnType<typeof tabLine>;

/** From when the server reads what a page shows until the page listens, on a slow phone. */
const RETOLD_MS = 60_000;

/** The line between the tabs of one browser. It is open while somebody listens; a browser without one has silence. */
export function tabLine({
  open = browserChannel,
  clock = () => performance.now(),
  name = crypto.randomUUID(),
}: TabLineOptions = {}) {
  let channel: Channel | undefined;
  let recent: { news: TabNews; atMs: number }[] = [];

  function retell(to: string): void {
    forgetOld();
    for (const { news } of recent) post(channel, { ...news, to });
  }

  function forgetOld(): void {
    const atMs = clock();
    recent = recent.filter((told) => atMs - told.atMs < RETOLD_MS);
  }

  return {
    tell(news: TabNews): void {
      forgetOld();
      recent = recent.filter((told) => !replaces(news, told.news)).concat({ news, atMs: clock() });
      post(channel, news);
    },
    /** Returns the way out. */
    listen(onNews: (news: TabNews) => void): () => void {
      const opened = open();
      channel = opened;
      opened?.addEventListener("message", ({ data }) => {
        const word = wordIn(data);
        if (word?.type === "opened") retell(word.from);
        else if (word && (word.to ?? name) === name) onNews({ type: word.type, conversationId: word.conversationId });
      });
      post(opened, { type: "opened", from: name });
      return () => {
        opened?.close();
        if (channel === opened) channel = undefined;
      };
    },
  };
}

function post(channel: Channel | undefined, word: Opened | Retold): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
  channel?.postMessage(word);
}

/** A deletion makes what was before it idle, and whatever comes after it says that it was undone. */
function replaces(later: TabNews, earlier: TabNews): boolean {
  if (later.conversationId !== earlier.conversationId) return false;
  return later.type === earlier.type || later.type === "deleted" || earlier.type === "deleted";
}

function browserChannel(): Channel | undefined {
  return typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);
}

/** Another tab may have the page of another version. */
function wordIn(data: unknown): Opened | Retold | undefined {
  const { type: said, from, to, conversationId } = textsIn(data);
  if (said === "opened") return from === undefined ? undefined : { type: "opened", from };
  const type = TYPES.find((known) => known === said);
  if (!type || conversationId === undefined) return undefined;
  return { type, conversationId, ...(to === undefined ? {} : { to }) };
}

function textsIn(data: unknown): Partial<Record<string, string>> {
  if (typeof data !== "object" || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter((field): field is [string, string] => typeof field[1] === "string"),
  );
}

/** What the others should know of an answer that was asked for here. Of a temporary chat, nothing. */
export function tabNewsOf(news: ChatNews): TabNews | undefined {
  if (news.type === "refused" || !news.request || "temporary" in news.request) return undefined;
  if (news.type === "started") return { type: "started", conversationId: news.conversationId };
  const { id } = news.conversation;
  return id === undefined ? undefined : { type: "ended", conversationId: id };
}
