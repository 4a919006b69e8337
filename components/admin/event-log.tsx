import Link from "next/link";
import { EventList } from "@/components/admin/event-list";
import { eventState } from "@/components/admin/statement-words";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { EventState } from "@/lib/billing/schema";
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
        <EventList events={events} caption="Events" locale={locale} />
      )}
      {nextId === null ? null : <TextLink href={addressOf(state, nextId)}>Older events</TextLink>}
    </Section>
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
