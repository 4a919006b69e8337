"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";

const CONFIRMED_MS = 1_600;

const SAID = { ready: "", copied: "Copied", failed: "Copying is not allowed here" } as const;

type CopyButtonProps = {
  label: string;
  text: string;
  /** Where there are several kinds of copies side by side. */
  icon?: ReactNode;
  className?: string;
};

/** Copies a text and says so, in the same place. */
export function CopyButton({ label, text, icon, className }: CopyButtonProps) {
  const [state, setState] = useState<"ready" | "copied" | "failed">("ready");

  useEffect(() => {
    if (state === "ready") return undefined;
    const timer = setTimeout(() => setState("ready"), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Forbidden, or not a secure page: the person is told to select the text instead.
      setState("failed");
    }
  }

  return (
    <>
      <IconButton
        label={label}
        icon={
          state === "copied" ? (
            <Check className="size-4" aria-hidden="true" />
          ) : (
            (icon ?? <Copy className="size-4" aria-hidden="true" />)
          )
        }
        onClick={() => void copy()}
        {...(className ? { className } : {})}
      />
      <output className={state === "failed" ? "text-bad text-xs" : "sr-only"}>{SAID[state]}</output>
    </>
  );
}
