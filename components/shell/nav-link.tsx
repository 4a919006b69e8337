"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { usePath } from "@/components/ui/use-path";

type NavLinkProps = { href: string; icon?: ReactNode; children: ReactNode };

/** A place in the sidebar; marked when one is there, or below it. */
export function NavLink({ href, icon, children }: NavLinkProps) {
  const path = usePath();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={path === href ? "page" : isHere ? "true" : undefined}
      className={classNames(
        "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors pointer-coarse:h-11 [&_svg]:size-4",
        isHere ? "bg-line/60 font-medium text-text" : "text-muted hover:bg-line/40 hover:text-text",
      )}
    >
      {icon}
      {children}
    </Link>
  );
}
