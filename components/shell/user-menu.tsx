import { ChartColumn, ChevronsUpDown, CreditCard, KeyRound, LogOut, Settings, Shield } from "lucide-react";
import { SignOutItem } from "@/components/shell/sign-out-item";
import type { Theme } from "@/components/shell/theme";
import { ThemeItems } from "@/components/shell/theme-items";
import { Avatar } from "@/components/ui/avatar";
import type { FormAction } from "@/components/ui/form-state";
import { Menu, MenuLine, MenuLink } from "@/components/ui/menu";
import type { Viewer } from "@/lib/identity/schema";

type UserMenuProps = {
  viewer: Pick<Viewer, "name" | "email" | "role">;
  theme: Theme;
  signOut: FormAction;
};

/** The person, and everything that is about them rather than about a chat. */
export function UserMenu({ viewer, theme, signOut }: UserMenuProps) {
  const { name, email, role } = viewer;
  return (
    <Menu
      trigger={
        <>
          <Avatar name={name} email={email} />
          <span className="min-w-0 flex-1 truncate text-left">{name ?? email}</span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
        </>
      }
      triggerClassName="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 transition-colors hover:bg-line/40 aria-expanded:bg-line/60"
    >
      <p className="truncate px-2 pt-1.5 pb-1 text-muted text-xs">{email}</p>
      <MenuLink href="/billing">
        <CreditCard aria-hidden="true" />
        Plan and billing
      </MenuLink>
      <MenuLink href="/usage">
        <ChartColumn aria-hidden="true" />
        Usage
      </MenuLink>
      <MenuLink href="/settings">
        <Settings aria-hidden="true" />
        Settings
      </MenuLink>
      <MenuLink href="/settings/keys">
        <KeyRound aria-hidden="true" />
        API keys
      </MenuLink>
      {role === "admin" ? (
        <MenuLink href="/admin/billing">
          <Shield aria-hidden="true" />
          Admin
        </MenuLink>
      ) : null}
      <MenuLine />
      <ThemeItems initial={theme} />
      <MenuLine />
      <SignOutItem signOut={signOut}>
        <LogOut aria-hidden="true" />
        Sign out
      </SignOutItem>
    </Menu>
  );
}
