import type { ChatNews } from "@/components/chat/state/chat-store";

/** What one tab tells the others: that something happened, and to which conversation. What it is, they read. */
export type TabNews = { type: (typeof TYPES)[number]; conversationId: string };

const TYPES = ["started", "ended", "renamed", "deleted"] as const;
const NAME = "parley.chat";

type Channel = Pick<BroadcastChannel, "postMessage" | "close" | "addEventListener">;

export type TabLine = ReturnType<typeof tabLine>;

/** The line between the tabs of one browser. It is open while somebody listens; a browser without one has silence. */
export function tabLine(open: () => Channel | undefined = browserChannel) {
  let channel: Channel | undefined;
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
    tell: (news: TabNews) => channel?.postMessage(news),
    /** Returns the way out. */
    listen(onNews: (news: TabNews) => void): () => void {
      const opened = open();
      channel = opened;
      opened?.addEventListener("message", ({ data }) => {
        const news = tabNewsIn(data);
        if (news) onNews(news);
      });
      return () => {
        opened?.close();
        if (channel === opened) channel = undefined;
      };
    },
  };
}

function browserChannel(): Channel | undefined {
  return typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);
}

/** Another tab may have the page of another version. */
function tabNewsIn(data: unknown): TabNews | undefined {
  if (typeof data !== "object" || data === null || !("type" in data && "conversationId" in data)) return undefined;
  const type = TYPES.find((known) => known === data.type);
  return type && typeof data.conversationId === "string" ? { type, conversationId: data.conversationId } : undefined;
}

/** What the others should know of an answer that was asked for here. Of a temporary chat, nothing. */
export function tabNewsOf(news: ChatNews): TabNews | undefined {
  if (news.type === "refused" || !news.request || "temporary" in news.request) return undefined;
  if (news.type === "started") return { type: "started", conversationId: news.conversationId };
  const { id } = news.conversation;
  return id === undefined ? undefined : { type: "ended", conversationId: id };
}
