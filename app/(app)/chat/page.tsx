import type { Metadata } from "next";
import { ChatScreen } from "@/components/chat/chat-screen";
import { signedInVisitor } from "@/lib/http/visitor";

export const metadata: Metadata = { title: "New chat" };

export default async function NewChatPage() {
  await signedInVisitor("/chat");
  return <ChatScreen />;
}
