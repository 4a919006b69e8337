import Link from "next/link";
import { classNames } from "@/components/ui/class-names";
import type { EventChoice } from "@/lib/insights/schema";

type EventFilterProps = { choice: EventChoice; counts: { open: number; dead: number } };

const CHOICES = ["newest", "open", "dead"] as const;

/** Links, so that a view can be sent to somebody. */
export function EventFilter({ choice, counts }: EventFilterProps) {
  const labels = { newest: "Newest", open: `Not applied (${counts.open})`, dead: `Given up (${counts.dead})` };
  return (
    <nav aria-label="Which events" className="inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      {CHOICES.map((each) => (
        <Link
          key={each}
          href={each === "newest" ? "/admin/billing" : `/admin/billing?events=${each}`}
          prefetch={false}
          scroll={false}
          replace
          aria-current={each === choice ? "true" : undefined}
          className={classNames(
            "inline-flex h-8 items-center whitespace-nowrap rounded-md px-2.5 sm:px-3 font-medium transition-colors pointer-coarse:h-11",
            each === choice ? "bg-raised shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:text-text",
          )}
        >
          {labels[each]}
        </Link>
      ))}
    </nav>
  );
}
