import Link from "next/link";
import { eventState } from "@/components/admin/statement-words";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AdminEvent, EventState } from "@/lib/billing/schema";
import type { EventPage } from "@/lib/insights/schema";

type EventLogProps = { page: EventPage; state: EventState | undefined; locale: string };

const STATES = [undefined, "received", "failed", "dead", "ignored", "applied"] as const;

/** Every event of the last 30 days, and what became of it. */
export function EventLog({ page: { events, nextId }, state, locale }: EventLogProps) {
  return (
    <Section title="Events" description="Of the last 30 days, times in UTC." action={<States chosen={state} />}>
      {events.length === 0 ? (
        <EmptyState title="No such events">In the last 30 days nothing came in that is in this state.</EmptyState>
      ) : (
        <Table label="List of events">
          <caption className="sr-only">Events</caption>
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
              <Row key={event.id} event={event} locale={locale} />
            ))}
          </tbody>
        </Table>
      )}
      {nextId === null ? null : <TextLink href={addressOf(state, nextId)}>Older events</TextLink>}
    </Section>
  );
}

function Row({ event, locale }: { event: AdminEvent; locale: string }) {
  const { tone, text } = eventState(event.state);
  return (
    <tr className="align-top">
      <Td className="tabular whitespace-nowrap max-md:hidden">{minuteText(event.receivedAt, locale)}</Td>
      <Td className="max-md:[overflow-wrap:anywhere]">
        {event.type}
        <Link
          href={`/admin/events/${event.id}`}
          prefetch={false}
          className="block break-all font-mono text-accent text-xs hover:underline"
        >
          {event.id}
        </Link>
      </Td>
      <Td>
        <Badge tone={tone}>{text}</Badge>
      </Td>
      <Td end className="max-md:hidden">
        {event.attempts}
      </Td>
      <Td className="min-w-56 text-muted max-md:hidden">{event.reason ?? event.warning}</Td>
    </tr>
  );
}

function States({ chosen }: { chosen: EventState | undefined }) {
  return (
    <nav aria-label="Which events" className="flex flex-wrap gap-0.5 rounded-lg bg-quiet p-0.5">
      {STATES.map((state) => (
        <Link
          key={state ?? "all"}
          href={addressOf(state)}
          prefetch={false}
          scroll={false}
          replace
          aria-current={state === chosen ? "true" : undefined}
          className={classNames(
            "inline-flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium transition-colors pointer-coarse:h-11",
            state === chosen ? "bg-raised shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:text-text",
          )}
        >
          {state === undefined ? "All" : eventState(state).text}
        </Link>
      ))}
    </nav>
  );
}

function addressOf(state: EventState | undefined, afterId?: string): string {
  const query = new URLSearchParams({ ...(state ? { state } : {}), ...(afterId ? { after: afterId } : {}) });
  return query.size === 0 ? "/admin/events" : `/admin/events?${query}`;
}
