import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/(auth)/actions";
import { AppFrame } from "@/components/shell/app-frame";
import { Sidebar } from "@/components/shell/sidebar";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { UserMenu } from "@/components/shell/user-menu";
import { currentViewer } from "@/lib/identity/viewer";

/** A visitor without a session sees no frame: the page sends him to sign in, and only it knows where to return to. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const [viewer, jar] = await Promise.all([currentViewer(), cookies()]);
  if (viewer === undefined) return children;
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  return (
    <AppFrame sidebar={<Sidebar person={<UserMenu viewer={viewer} theme={theme} signOut={signOut} />} />}>
      {children}
    </AppFrame>
  );
}
