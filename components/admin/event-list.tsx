import Link from "next/link";
import { eventState } from "@/components/admin/statement-words";
import { Badge } from "@/components/ui/badge";
import { minuteText } from "@/components/ui/moments";
import { Table, Td, Th } from "@/components/ui/table";
import type { AdminEvent } from "@/lib/billing/schema";

type EventListProps = { events: readonly AdminEvent[]; caption: string; locale: string };

/** Events with what became of each; a phone has when and why below the name. */
export function EventList({ events, caption, locale }: EventListProps) {
  return (
    <Table label="List of events">
      <caption className="sr-only">{caption}</caption>
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
  );
}

function EventRow({ event, locale }: { event: AdminEvent; locale: string }) {
  const { tone, text } = eventState(event.state);
  const received = <time dateTime={event.receivedAt.toISOString()}>{minuteText(event.receivedAt, locale)}</time>;
  return (
    <tr className="align-top">
      <Td className="tabular whitespace-nowrap max-md:hidden">{received}</Td>
      <Td className="break-words max-md:max-w-56">
        {event.type}
        <Link
          href={`/admin/events/${event.id}`}
          prefetch={false}
          className="block break-all font-mono text-accent text-xs hover:underline"
        >
          {event.id}
        </Link>
        <span className="grid gap-1 pt-1 text-muted text-xs md:hidden">
          {received}
          <Why event={event} />
        </span>
      </Td>
      <Td>
        <Badge tone={tone}>{text}</Badge>
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
