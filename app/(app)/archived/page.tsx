import type { Metadata } from "next";
import { ArchivedList } from "@/components/chat/list/archived-list";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { listArchivedConversations } from "@/lib/chat/conversation-list";
import { signedInVisitor } from "@/lib/http/visitor";

export const metadata: Metadata = { title: "Archived chats" };

export default async function ArchivedPage() {
  const viewer = await signedInVisitor("/archived");
  return (
    <Page>
      <PageTitle title="Archived chats" />
      <ArchivedList page={await listArchivedConversations(viewer)} />
    </Page>
  );
}
