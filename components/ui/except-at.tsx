"use client";

import type { ReactNode } from "react";
import { usePath } from "@/components/ui/use-path";

/** Stands on every page but the one at `path`, which says it itself. */
export function ExceptAt({ path, children }: { path: string; children: ReactNode }) {
  return usePath() === path ? null : children;
}
