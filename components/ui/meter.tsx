import { classNames } from "@/components/ui/class-names";

type MeterProps = {
  /** What is measured, for a screen reader. */
  label: string;
  /** The same in words: "$0.12 of $0.20 used". */
  text: string;
  /** The part that is used, 0 to 1; anything outside is held to it. */
  share: number;
};

/** From here on the line changes colour and its words are worth showing. */
export const NEARLY_FULL = 0.8;

/** One thin line. Full is told by its words, which the caller shows beside it when it matters. */
export function Meter({ label, text, share }: MeterProps) {
  const held = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
  return (
    <div className="h-1 overflow-hidden rounded-full bg-line">
      <meter className="sr-only" aria-label={label} aria-valuetext={text} value={held}>
        {text}
      </meter>
      <div
        className={classNames("h-full rounded-full transition-[width]", colour(held))}
        style={{ width: `${(held * 100).toFixed(2)}%` }}
      />
    </div>
  );
}

function colour(share: number): string {
  if (share >= 1) return "bg-bad";
  return share >= NEARLY_FULL ? "bg-warn" : "bg-muted";
}
