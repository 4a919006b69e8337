"use client";

import { type ReactNode, useActionState } from "react";
import type { FormAction } from "@/components/ui/form-state";
import { MenuItem } from "@/components/ui/menu";

/** Signs out, from a menu. */
export function SignOutItem({ signOut, children }: { signOut: FormAction; children: ReactNode }) {
  const [, leave] = useActionState(signOut, undefined);
  return (
    <form action={leave}>
      <MenuItem type="submit">{children}</MenuItem>
    </form>
  );
}
