import { dayText, shortDayText } from "@/components/ui/moments";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { DayLines } from "@/components/usage/day-lines";
import { formatMicros, formatMicrosExactly } from "@/lib/platform/money";
import type { DayUse } from "@/lib/usage/schema";

type DayColumnsProps = {
  uses: readonly DayUse[];
  /** Every day that is shown, in order: "2026-11-21". */
  days: readonly string[];
  modelNames: Readonly<Record<string, string>>;
  locale: string;
};

type ModelDays = { model: string; name: string; total: bigint; byDay: ReadonlyMap<string, bigint> };

const HEIGHT = 40;
const STEP = 10;

/** Columns from zero for each model, all to one scale, each under its name; the numbers are a click away. */
export function DayColumns({ uses, days, modelNames, locale }: DayColumnsProps) {
  const models = modelDays(uses, modelNames);
  const highest = uses.reduce((most, { chargedMicros }) => (chargedMicros > most ? chargedMicros : most), 1n);
  const [first = "", last = ""] = [days[0], days.at(-1)];
  return (
    <Section title="By day" description={`The last ${days.length} days. Those without use are empty.`}>
      {models.length === 0 ? (
        <EmptyState title="Nothing was used in these days">What each day uses, by model, will be here.</EmptyState>
      ) : (
        <>
          <div className="grid gap-6" aria-hidden="true">
            {models.map((each) => (
              <div key={each.model} className="grid gap-1.5">
                <p className="tabular">
                  {each.name} <span className="text-muted">{formatMicros(each.total, { locale })}</span>
                </p>
                <Columns days={days} byDay={each.byDay} highest={highest} />
              </div>
            ))}
            <p className="-mt-4 flex justify-between text-muted text-xs">
              <span>{shortDayText(dayStart(first), locale)}</span>
              <span>{shortDayText(dayStart(last), locale)}</span>
            </p>
          </div>
          <details>
            <summary className="w-fit cursor-pointer py-1 text-muted hover:text-text">The numbers</summary>
            <DayTable days={days} models={models} locale={locale} />
          </details>
        </>
      )}
    </Section>
  );
}

type ColumnsProps = { days: readonly string[]; byDay: ReadonlyMap<string, bigint>; highest: bigint };

function Columns({ days, byDay, highest }: ColumnsProps) {
  const column = (day: string, index: number) =>
    `M${index * STEP + 1.5} ${HEIGHT}v-${heightOf(byDay.get(day) ?? 0n, highest)}h${STEP - 3}V${HEIGHT}z`;
  return (
    <svg
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-20 w-full border-b"
      focusable="false"
    >
      <path d={days.map(column).join("")} className="fill-accent" />
    </svg>
  );
}

function DayTable({ days, models, locale }: { days: readonly string[]; models: ModelDays[]; locale: string }) {
  const used = days.filter((day) => models.some(({ byDay }) => byDay.has(day)));
  const lines = used.toReversed().map((day) => ({
    day: dayText(dayStart(day), locale),
    costs: models.map(({ byDay }) => formatMicrosExactly(byDay.get(day) ?? 0n, { locale })),
  }));
  return <DayLines models={models.map(({ model, name }) => ({ model, name }))} lines={lines} />;
}

/** The dearest first. */
function modelDays(uses: readonly DayUse[], names: Readonly<Record<string, string>>): ModelDays[] {
  const models = [...new Set(uses.map(({ model }) => model))].map((model) => {
    const own = uses.filter((use) => use.model === model);
    const total = own.reduce((sum, { chargedMicros }) => sum + chargedMicros, 0n);
    return {
      model,
      name: names[model] ?? model,
      total,
      byDay: new Map(own.map((use) => [use.day, use.chargedMicros])),
    };
  });
  return models.toSorted((a, b) => Number(b.total - a.total));
}

/** What is not nothing is seen, if only as a line. */
function heightOf(micros: bigint, highest: bigint): number {
  if (micros <= 0n) return 0;
  return Math.max(0.6, Number((micros * BigInt(HEIGHT) * 100n) / highest) / 100);
}

function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
