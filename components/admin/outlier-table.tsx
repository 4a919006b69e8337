import { ChoiceLinks } from "@/components/admin/choice-links";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { planText } from "@/components/admin/statement-words";
import { PlanId } from "@/lib/billing/schema";
import {
  OUTLIER_MEASURES,
  OUTLIER_STRETCHES,
  type OutlierChoice,
  type OutlierMeasure,
  type OutlierStretch,
  type UsageOutlier,
} from "@/lib/insights/schema";
import { formatMicros } from "@/lib/platform/money";

const BY: Readonly<Record<OutlierMeasure, string>> = {
  spent: "Most spent",
  requests: "Most calls",
  share: "Share of plan",
  keys: "Most keys",
  growth: "Sudden growth",
};
const OVER: Readonly<Record<OutlierStretch, string>> = { day: "24 hours", week: "7 days" };

type OutlierTableProps = { outliers: readonly UsageOutlier[]; choice: OutlierChoice; locale: string };

/** Who used most, and what stands out of it. Each name leads to where something can be done. */
export function OutlierTable({ outliers, choice, locale }: OutlierTableProps) {
  const to = ({ by, over }: OutlierChoice) => `/admin/usage?by=${by}&over=${over}`;
  return (
    <Section
      title="Who stands out"
      description="Growth is against their own mean over the four such times before. A customer's page has what can be done: refund, cancel, or write to them; their ceiling of the day holds meanwhile."
    >
      <div className="mb-4 flex flex-wrap gap-3">
        <ChoiceLinks
          label="Over which time"
          choices={OUTLIER_STRETCHES.map((over) => ({
            label: OVER[over],
            href: to({ ...choice, over }),
            isChosen: over === choice.over,
          }))}
        />
        <ChoiceLinks
          label="By what"
          choices={OUTLIER_MEASURES.map((by) => ({
            label: BY[by],
            href: to({ ...choice, by }),
            isChosen: by === choice.by,
          }))}
        />
      </div>
      {outliers.length === 0 ? (
        <EmptyState title="Nobody used a model">Whoever does in this time is listed here.</EmptyState>
      ) : (
        <Table label="People and what they used">
          <caption className="sr-only">
            {BY[choice.by]} over the last {OVER[choice.over]}
          </caption>
          <thead>
            <tr>
              <Th>Customer</Th>
              <Th end>Spent</Th>
              <Th end>Calls</Th>
              <Th end>Of plan</Th>
              <Th end>Keys</Th>
              <Th end>Growth</Th>
            </tr>
          </thead>
          <tbody>
            {outliers.map((one) => (
              <OutlierRow key={one.userId} one={one} locale={locale} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function OutlierRow({ one, locale }: { one: UsageOutlier; locale: string }) {
  const { userId, email, plan, spentMicros, requests, fromPrograms, sharePercent, keys, growthPercent } = one;
  const calls = (count: number) => count.toLocaleString(locale);
  return (
    <tr>
      <Td className="max-w-64 break-words">
        <TextLink href={`/admin/customers/${userId}`} prefetch={false}>
          {email}
        </TextLink>
        <span className="block text-muted text-xs">
          {plan === null ? "No month yet" : planText(PlanId.safeParse(plan).data ?? null)}
        </span>
      </Td>
      <Td end>{formatMicros(spentMicros, { locale })}</Td>
      <Td end>
        {calls(requests)}
        {fromPrograms > 0 ? <span className="block text-muted text-xs">{calls(fromPrograms)} by programs</span> : null}
      </Td>
      <Td end>{sharePercent === null ? "–" : (sharePercent / 100).toLocaleString(locale, { style: "percent" })}</Td>
      <Td end>{calls(keys)}</Td>
      <Td end>{growthText(growthPercent, locale)}</Td>
    </tr>
  );
}

function growthText(percent: number | null, locale: string): string {
  if (percent === null) return "new";
  return `${(percent / 100).toLocaleString(locale, { maximumFractionDigits: percent < 1_000 ? 1 : 0 })}×`;
}
