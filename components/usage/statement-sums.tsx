import { Section } from "@/components/ui/section";
import { classNames } from "@/components/ui/class-names";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { StatementLine } from "@/lib/usage/schema";

type StatementSumsProps = { title: string; lines: readonly StatementLine[]; locale: string };

/** Lines that add up to the last one. */
export function StatementSums({ title, lines, locale }: StatementSumsProps) {
  return (
    <Section title={title}>
      <dl className="grid max-w-xl">
        {lines.map(({ id, label, micros }, index) => (
          <div
            key={id}
            className={classNames(
              "flex justify-between gap-6 border-b border-line/70 py-2",
              index === lines.length - 1 && "font-medium",
            )}
          >
            <dt>{label}</dt>
            <dd className="tabular">{formatMicrosExactly(micros, { locale })}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
