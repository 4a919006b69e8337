import { EventFilter } from "@/components/admin/event-filter";
import { EventList } from "@/components/admin/event-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
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
        <EventList events={events} caption="Webhook events" locale={locale} />
      )}
      <p>
        <TextLink href="/admin/events">All events, and whether our copy is equal</TextLink>
      </p>
    </Section>
  );
}
