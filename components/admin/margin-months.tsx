import Link from "next/link";
import { MarginTable } from "@/components/admin/margin-table";
import { monthText } from "@/components/admin/movement-words";
import { Section } from "@/components/ui/section";
import type { MarginMonth } from "@/lib/insights/schema";

type MarginMonthsProps = { months: readonly MarginMonth[]; shown: string; locale: string };

/** A year of months, the newest first; one of them is looked at below. */
export function MarginMonths({ months, shown, locale }: MarginMonthsProps) {
  const lines = months.toReversed().map((margin) => {
    const { month } = margin;
    const name = (
      <Link
        href={`/admin/margin?month=${month}`}
        prefetch={false}
        aria-current={month === shown ? "true" : undefined}
        className="underline decoration-edge underline-offset-3 transition-colors hover:decoration-current aria-[current]:font-medium"
      >
        {monthText(month, locale)}
      </Link>
    );
    return { key: month, name, margin };
  });
  return (
    <Section
      title="Month by month"
      description="What invoices and packs brought, less what went back of them. Months are those of UTC; money counts when it was paid."
    >
      <MarginTable label="Margin by month" head="Month" lines={lines} locale={locale} />
    </Section>
  );
}
