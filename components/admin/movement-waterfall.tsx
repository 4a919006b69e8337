import { monthText, signedText } from "@/components/admin/movement-words";
import { type MovementStep, movementSteps } from "@/components/admin/movement-steps";
import { amountText } from "@/components/billing/standing-words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { MonthMovement } from "@/lib/insights/schema";

type WaterfallProps = { month: MonthMovement; currency: string; locale: string };

const FILLS: Readonly<Record<MovementStep["tone"], string>> = {
  level: "fill-accent",
  up: "fill-good",
  down: "fill-bad",
};

/** How a month's recurring revenue came to be, step by step. The bars are beside the numbers, so the table is the chart. */
export function MovementWaterfall({ month, currency, locale }: WaterfallProps) {
  return (
    <Section
      title={`Movements of ${monthText(month.month, locale)}`}
      description="What came to the revenue, and what went."
    >
      <Table label="Movements of the month">
        <caption className="sr-only">Movements of the month, from its beginning to now</caption>
        <thead>
          <tr>
            <Th>Step</Th>
            <Th className="w-1/2 max-sm:hidden">
              <span className="sr-only">As a bar</span>
            </Th>
            <Th end>A month</Th>
          </tr>
        </thead>
        <tbody>
          {movementSteps(month).map((step) => (
            <tr key={step.name} className={weightOf(step)}>
              <th scope="row">
                {step.name}
                <span className="block font-normal text-muted text-xs">{step.meaning}</span>
                <span className="block pt-1.5 sm:hidden">
                  <Bar step={step} />
                </span>
              </th>
              <Td className="max-sm:hidden">
                <Bar step={step} />
              </Td>
              <Td end className="whitespace-nowrap align-top sm:align-middle">
                {step.tone === "level"
                  ? amountText({ amountMinor: step.amountMinor, currency }, locale)
                  : signedText({ amountMinor: step.amountMinor, currency }, locale)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function weightOf({ tone }: MovementStep): string {
  return tone === "level" ? "font-medium" : "font-normal";
}

function Bar({ step: { from, length, tone } }: { step: MovementStep }) {
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" className="block h-2.5 w-full">
      <rect x={from} y={0} width={length} height={10} className={FILLS[tone]} />
    </svg>
  );
}
