import type { ReactNode } from "react";
import { SiteFooter } from "@/components/shell/site-footer";
import { SiteHeader } from "@/components/shell/site-header";
import { publicVisitor } from "@/lib/http/public-visitor";

export default async function MarketingLayout({ children }: { children: ReactNode }) {
  const viewer = await publicVisitor();
  return (
    <>
      <SiteHeader isSignedIn={viewer !== undefined} />
      <main id="content">{children}</main>
      <SiteFooter />
    </>
  );
}
