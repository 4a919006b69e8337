import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type BadgeTone = "neutral" | "accent" | "good" | "warn" | "bad";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-quiet text-muted",
  accent: "bg-accent/10 text-accent",
  good: "bg-good/10 text-good",
  warn: "bg-warn/10 text-warn",
  bad: "bg-bad/8 text-bad",
};

/** A state in one or two words; the words carry it, the colour only helps. */
export function Badge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center whitespace-nowrap rounded-md px-1.5 font-medium text-xs",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
