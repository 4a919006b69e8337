import { Gauge, Receipt, Scale, Users, Webhook } from "lucide-react";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/(auth)/actions";
import { AppFrame } from "@/components/shell/app-frame";
import { NavLink } from "@/components/shell/nav-link";
import { Sidebar } from "@/components/shell/sidebar";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { UserMenu } from "@/components/shell/user-menu";
import { adminVisitor } from "@/lib/http/visitor";

/** For admins; to anybody else these addresses do not exist. Each page asks again, because a layout guards no page. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await adminVisitor();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppFrame
      sidebar={
        <Sidebar person={<UserMenu viewer={viewer} theme={theme} signOut={signOut} />}>
          <nav aria-label="Admin" className="grid gap-0.5 p-2">
            <p className="px-2 pt-1 pb-1.5 font-medium text-muted text-xs">Admin</p>
            <NavLink href="/admin/billing" icon={<Receipt aria-hidden="true" />}>
              Billing
            </NavLink>
            <NavLink href="/admin/customers" icon={<Users aria-hidden="true" />}>
              Customers
            </NavLink>
            <NavLink href="/admin/usage" icon={<Gauge aria-hidden="true" />}>
              Usage
            </NavLink>
            <NavLink href="/admin/margin" icon={<Scale aria-hidden="true" />}>
              Margin
            </NavLink>
            <NavLink href="/admin/events" icon={<Webhook aria-hidden="true" />}>
              Events
            </NavLink>
          </nav>
        </Sidebar>
      }
    >
      {children}
    </AppFrame>
  );
}
