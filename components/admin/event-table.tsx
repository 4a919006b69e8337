import { EventFilter } from "@/components/admin/event-filter";
import { eventState } from "@/components/admin/statement-words";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { AdminEvent } from "@/lib/billing/schema";
import type { EventChoice } from "@/lib/insights/schema";

type EventTableProps = {
  events: readonly AdminEvent[];
  choice: EventChoice;
  counts: { open: number; dead: number };
  locale: string;
};

const EMPTY: Record<EventChoice, { title: string; text: string }> = {
  newest: { title: "Stripe has sent nothing yet", text: "Each event it sends will be here, with what became of it." },
  open: { title: "Nothing waits", text: "Every event Stripe sent was worked off." },
  dead: { title: "Nothing was given up", text: "Every event of the last 30 days was worked off, or still is." },
};

/** What Stripe told us, and what became of it. */
export function EventTable({ events, choice, counts, locale }: EventTableProps) {
  return (
    <Section
      title="Webhook events"
      description="Times in UTC. An event is only a nudge: what it is about is asked of Stripe again."
      action={<EventFilter choice={choice} counts={counts} />}
    >
      {events.length === 0 ? (
        <EmptyState title={EMPTY[choice].title}>{EMPTY[choice].text}</EmptyState>
      ) : (
        <Table label="List of events">
          <caption className="sr-only">Webhook events</caption>
          <thead>
            <tr>
              <Th className="max-md:hidden">Received</Th>
              <Th>Event</Th>
              <Th>State</Th>
              <Th end className="max-md:hidden">
                Tries
              </Th>
              <Th className="max-md:hidden">Why</Th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <EventRow key={event.id} event={event} locale={locale} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function EventRow({ event, locale }: { event: AdminEvent; locale: string }) {
  const state = eventState(event.state);
  const received = <time dateTime={event.receivedAt.toISOString()}>{minuteText(event.receivedAt, locale)}</time>;
  return (
    <tr className="align-top">
      <Td className="tabular whitespace-nowrap max-md:hidden">{received}</Td>
      <Td className="break-words max-md:max-w-56">
        {event.type}
        <code className="block break-all font-mono text-muted text-xs">{event.id}</code>
        <span className="grid gap-1 pt-1 text-muted text-xs md:hidden">
          {received}
          <Why event={event} />
        </span>
      </Td>
      <Td>
        <Badge tone={state.tone}>{state.text}</Badge>
      </Td>
      <Td end className="max-md:hidden">
        {event.attempts}
      </Td>
      <Td className="min-w-56 text-muted max-md:hidden">
        <Why event={event} />
      </Td>
    </tr>
  );
}

function Why({ event: { reason, warning } }: { event: AdminEvent }) {
  return (
    <>
      {reason ? <span className="block">{reason}</span> : null}
      {warning ? <span className="block text-warn">{warning}</span> : null}
    </>
  );
}
