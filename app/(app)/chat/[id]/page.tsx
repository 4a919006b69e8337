import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ChatScreen } from "@/components/chat/chat-screen";
import type { ShownThread } from "@/components/chat/state/conversation";
import { requireConversation } from "@/lib/chat/thread";
import type { ThreadMessage } from "@/lib/chat/schema";
import { signedInVisitor } from "@/lib/http/visitor";
import { AppError, failureMessage } from "@/lib/platform/errors";

type ChatPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: ChatPageProps): Promise<Metadata> {
  const { title } = await threadOf((await params).id);
  return { title };
}

export default async function ChatPage({ params }: ChatPageProps) {
  return <ChatScreen thread={await threadOf((await params).id)} />;
}

/** Read once for the page and its title. */
const threadOf = cache(async (id: string): Promise<ShownThread> => {
  const viewer = await signedInVisitor(`/chat/${id}`);
  const thread = await requireConversation(viewer, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return { ...thread, messages: thread.messages.map(shownMessage) };
});

/** The code stays: what can be done about it depends on it. */
function shownMessage(message: ThreadMessage): ShownThread["messages"][number] {
  const { errorCode } = message;
  return errorCode === undefined ? message : { ...message, problem: failureMessage(errorCode) };
}
