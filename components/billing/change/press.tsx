"use client";

import type { ReactNode } from "react";
import type { Answer } from "@/components/billing/change/change-actions";
import { Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";

type PressProps = { ask: (nothing: Record<string, never>) => Promise<Answer>; children: ReactNode };

/** A button that does it at once; a refusal is said below it. */
export function Press({ ask, children }: PressProps) {
  const { act, isBusy, problem } = useAct();
  return (
    <div className="grid max-w-xs justify-items-end gap-1">
      <Button
        variant="secondary"
        aria-busy={isBusy}
        onClick={() =>
          void act(
            () => ask({}),
            () => undefined,
          )
        }
      >
        {children}
      </Button>
      <Problem>{problem?.message}</Problem>
    </div>
  );
}
