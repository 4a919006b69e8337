import { SquarePen } from "lucide-react";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import * as chatActions from "@/app/(app)/chat/actions";
import { signOut } from "@/app/(auth)/actions";
import { PaymentBanner } from "@/components/billing/payment-banner";
import { ConversationList } from "@/components/chat/list/conversation-list";
import { PaletteHost } from "@/components/chat/palette/palette-host";
import { AllowanceBanner } from "@/components/chat/room/allowance-banner";
import { AllowanceLine } from "@/components/chat/room/allowance-line";
import type { ServedActions } from "@/components/chat/room/chat-actions";
import { ChatRoom } from "@/components/chat/room/chat-room";
import { AppFrame } from "@/components/shell/app-frame";
import { Sidebar } from "@/components/shell/sidebar";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { UserMenu } from "@/components/shell/user-menu";
import { ToastRegion } from "@/components/ui/toast-region";
import { IconLink } from "@/components/ui/icon-button";
import { standingOf } from "@/lib/billing/standing";
import { listConversations } from "@/lib/chat/conversation-list";
import { MESSAGE_LIMIT } from "@/lib/chat/schema";
import { visitorLocale } from "@/lib/http/locale";
import { currentViewer } from "@/lib/identity/viewer";
import { now } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { models } from "@/lib/usage/catalogue";

/** A visitor without a session sees no frame: the page sends him to sign in, and only it knows where to return to. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const [viewer, jar] = await Promise.all([currentViewer(), cookies()]);
  if (viewer === undefined) return children;
  const standing = standingOf(viewer.id);
  const [page, allowance, locale, { state, needsAttention }] = await Promise.all([
    listConversations(viewer),
    allowanceFor(viewer.id, now, () => standing),
    visitorLocale(),
    standing,
  ]);
  const person = <UserMenu viewer={viewer} theme={themeOf(jar.get(THEME_COOKIE)?.value)} signOut={signOut} />;
  return (
    <ChatRoom
      viewerId={viewer.id}
      page={page}
      allowance={allowance}
      models={models()}
      messageLimit={MESSAGE_LIMIT}
      locale={locale}
      now={now()}
      actions={CHAT_ACTIONS}
    >
      <AppFrame
        action={
          <IconLink
            href="/chat"
            label="New chat"
            side="left"
            icon={<SquarePen className="size-5" aria-hidden="true" />}
            className="size-11"
          />
        }
        notice={
          <>
            <PaymentBanner state={state} needsAttention={needsAttention} />
            <AllowanceBanner />
          </>
        }
        sidebar={
          <Sidebar meter={<AllowanceLine />} person={person}>
            <ConversationList />
          </Sidebar>
        }
      >
        {children}
      </AppFrame>
      <ToastRegion />
      <PaletteHost isAdmin={viewer.role === "admin"} signOut={signOut} />
    </ChatRoom>
  );
}

/** Named one by one: a module of actions may not pass to the browser as a whole. */
const CHAT_ACTIONS: ServedActions = {
  list: chatActions.list,
  listArchived: chatActions.listArchived,
  find: chatActions.find,
  rename: chatActions.rename,
  pin: chatActions.pin,
  archive: chatActions.archive,
  remove: chatActions.remove,
  restore: chatActions.restore,
  configure: chatActions.configure,
  feedback: chatActions.feedback,
  path: chatActions.path,
  older: chatActions.older,
  selectBranch: chatActions.selectBranch,
};
