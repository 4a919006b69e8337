import { Meter } from "@/components/ui/meter";
import type { DayOfAll } from "@/lib/insights/schema";
import { formatMicros } from "@/lib/platform/money";

/** What all used since midnight (UTC), of how much; and how much one person may. */
export function CeilingFacts({ day, locale }: { day: DayOfAll; locale: string }) {
  const { spentMicros, globalMicros, personMicros } = day;
  const money = (micros: bigint) => formatMicros(micros, { locale });
  const ceiling = globalMicros === null ? "no ceiling for all" : `a ceiling of ${money(globalMicros)} for all`;
  const each = personMicros === null ? "none for one person" : `${money(personMicros)} for one person`;
  const text = `${money(spentMicros)} used today (UTC), with ${ceiling} and ${each}.`;
  return (
    <div className="mb-8 grid max-w-120 gap-2">
      <p>{text}</p>
      {globalMicros === null ? null : (
        <Meter label="Of today's ceiling" text={text} share={Number(spentMicros) / Number(globalMicros)} />
      )}
    </div>
  );
}
