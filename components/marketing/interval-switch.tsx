import Link from "next/link";
import { classNames } from "@/components/ui/class-names";
import { INTERVALS } from "@/lib/billing/plans";
import type { Interval } from "@/lib/billing/schema";

const LABELS: Record<Interval, string> = { month: "Monthly", year: "Yearly" };

/** Two links, so that it works without script and can be sent to somebody. */
export function IntervalSwitch({ interval }: { interval: Interval }) {
  return (
    <nav aria-label="How often to pay" className="inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      {INTERVALS.map((each) => (
        <Link
          key={each}
          href={each === "month" ? "/pricing" : `/pricing?interval=${each}`}
          prefetch={false}
          scroll={false}
          replace
          aria-current={each === interval ? "true" : undefined}
          className={classNames(
            "inline-flex h-11 items-center rounded-md px-4 font-medium transition-colors md:h-8 md:px-3 md:pointer-coarse:h-11",
            each === interval ? "bg-raised shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:text-text",
          )}
        >
          {LABELS[each]}
        </Link>
      ))}
    </nav>
  );
}
