"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Wordmark } from "@/components/shell/wordmark";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { usePath } from "@/components/ui/use-path";

type AppFrameProps = {
  /** At the left; in a drawer on a phone. */
  sidebar: ReactNode;
  /** On a phone, at the right of the top bar: the one thing to do from anywhere. */
  action?: ReactNode;
  /** Above every page: what can not wait. */
  notice?: ReactNode;
  children: ReactNode;
};

/** The frame of everything behind the sign-in. It fills the window; the sidebar and the page scroll by themselves. */
export function AppFrame({ sidebar, action, notice, children }: AppFrameProps) {
  const path = usePath();
  // Where the drawer was opened; arriving elsewhere is what it was for, and closes it.
  const [openAt, setOpenAt] = useState<string>();
  const isDrawerOpen = openAt === path;

  return (
    <div className="flex h-[calc(100dvh-var(--banner))] flex-col md:flex-row">
      <aside aria-label="Sidebar" className="flex w-66 shrink-0 flex-col border-r bg-quiet/60 max-md:hidden">
        <div className="flex h-14 shrink-0 items-center px-4">
          <HomeLink />
        </div>
        {sidebar}
      </aside>
      <header className="flex h-13 shrink-0 items-center gap-1 border-b px-1 md:hidden">
        <IconButton
          label="Open the menu"
          side="right"
          icon={<MenuIcon className="size-5" aria-hidden="true" />}
          aria-expanded={isDrawerOpen}
          className="size-11"
          onClick={() => setOpenAt(path)}
        />
        <HomeLink />
        {action ? <div className="ml-auto">{action}</div> : null}
      </header>
      <Dialog isOpen={isDrawerOpen} onClose={() => setOpenAt(undefined)} title="Menu" shape="drawer">
        <div className="-mx-4 flex min-h-0 flex-1 flex-col">{sidebar}</div>
      </Dialog>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {notice}
        <main id="content" className="relative min-h-0 min-w-0 flex-1 overflow-y-auto">
          {children}
        </main>
      </div>
    </div>
  );
}

function HomeLink() {
  return (
    <Link href="/chat" className="inline-flex min-h-11 items-center rounded-md" aria-label="Parley, your chats">
      <Wordmark />
    </Link>
  );
}
