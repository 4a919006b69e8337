import type { ReactNode } from "react";
import { SiteFooter } from "@/components/shell/site-footer";
import { SiteHeader } from "@/components/shell/site-header";
import { currentViewer } from "@/lib/identity/viewer";

export default async function MarketingLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  return (
    <>
      <SiteHeader isSignedIn={viewer !== undefined} />
      <main id="content">{children}</main>
      <SiteFooter />
    </>
  );
}
