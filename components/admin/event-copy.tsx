import { EventForm } from "@/components/admin/event-form";
import { EventRefresher } from "@/components/admin/event-refresher";
import { checkState, copyState } from "@/components/admin/event-words";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { FormAction } from "@/components/ui/form-state";
import { minuteText } from "@/components/ui/moments";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { CopyCheck, CopyFinding, CopyHealth } from "@/lib/insights/schema";

type EventCopyProps = {
  copy: CopyHealth;
  runs: readonly CopyCheck[];
  findings: readonly CopyFinding[];
  locale: string;
  checkNow: FormAction;
};

/** A sentence, and longer than a badge may be on a phone. */
const COLOURS: Record<BadgeTone, string> = {
  neutral: "text-muted",
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
};

/** How equal our copy is to what Stripe holds, when that was last looked at, and what was found. */
export function EventCopy({ copy, runs, findings, locale, checkNow }: EventCopyProps) {
  const { tone, text } = copyState(copy);
  return (
    <Section
      title="Our copy of Stripe"
      description="Each hour every customer is compared with Stripe. Drift is how many differed; a sync repairs them."
      action={
        copy.state === "running" ? (
          <EventRefresher />
        ) : (
          <EventForm action={checkNow} busy="Starting…" done="The check has begun.">
            Check now
          </EventForm>
        )
      }
    >
      <p aria-live="polite" className={classNames("font-medium", COLOURS[tone])}>
        {text}
      </p>
      {copy.error === null ? null : (
        <Notice tone="bad" title="The last check did not get to its end">
          <p>{copy.error}</p>
          <p>It is tried again within ten minutes.</p>
        </Notice>
      )}
      {runs.length === 0 ? null : <Checks runs={runs} locale={locale} />}
      {findings.length === 0 ? null : <Findings findings={findings} locale={locale} />}
    </Section>
  );
}

function Checks({ runs, locale }: { runs: readonly CopyCheck[]; locale: string }) {
  return (
    <Table label="The last checks">
      <caption className="sr-only">The last checks, times in UTC</caption>
      <thead>
        <tr>
          <Th>Begun</Th>
          <Th>Outcome</Th>
          <Th end>Customers</Th>
          <Th end>Drift</Th>
          <Th end className="max-md:hidden">
            Repaired
          </Th>
          <Th end className="max-md:hidden">
            Events found
          </Th>
          <Th className="max-md:hidden">Begun by</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <Td className="tabular whitespace-nowrap">{minuteText(run.startedAt, locale)}</Td>
            <Td>
              <Badge tone={checkState(run).tone}>{checkState(run).text}</Badge>
            </Td>
            <Td end>{run.checked}</Td>
            <Td end>{run.drift}</Td>
            <Td end className="max-md:hidden">
              {run.repaired}
            </Td>
            <Td end className="max-md:hidden">
              {run.eventsFound}
            </Td>
            <Td className="text-muted max-md:hidden">{run.startedById === null ? "Schedule" : "An admin"}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Findings({ findings, locale }: { findings: readonly CopyFinding[]; locale: string }) {
  return (
    <Table label="What differed">
      <caption className="pb-2 text-left font-medium">What differed</caption>
      <thead>
        <tr>
          <Th className="max-md:hidden">Found</Th>
          <Th>Row</Th>
          <Th>Columns</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {findings.map(({ id, subject, rowId, columns, customerId, repaired, createdAt }) => (
          <tr key={id} className="align-top">
            <Td className="tabular whitespace-nowrap max-md:hidden">{minuteText(createdAt, locale)}</Td>
            <Td className="break-words">
              {subject}
              <code className="block break-all font-mono text-muted text-xs">
                {rowId} of {customerId}
              </code>
            </Td>
            <Td>{columns.length === 0 ? "The whole row" : columns.join(", ")}</Td>
            <Td>
              <Badge tone={repaired ? "good" : "bad"}>{repaired ? "Repaired" : "Not repaired"}</Badge>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
