import { EventForm } from "@/components/admin/event-form";
import { eventState } from "@/components/admin/statement-words";
import { Badge } from "@/components/ui/badge";
import { Fact, Facts } from "@/components/ui/facts";
import type { FormAction } from "@/components/ui/form-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import type { WholeEvent } from "@/lib/insights/schema";

type EventWholeProps = { event: WholeEvent; locale: string; replay: FormAction };

/** One event: what became of it, and what was in it. */
export function EventWhole({ event, locale, replay }: EventWholeProps) {
  const { tone, text } = eventState(event.state);
  const at = (moment: Date) => `${minuteText(moment, locale)} UTC`;
  return (
    <>
      <Section
        title="What became of it"
        description="Replaying asks Stripe about its customer once more. It never does anything twice."
        action={
          <EventForm action={replay} eventId={event.id} busy="Replaying…" done="It is being worked off once more.">
            Replay
          </EventForm>
        }
      >
        <Facts>
          <Fact name="State">
            <Badge tone={tone}>{text}</Badge>
          </Fact>
          {event.reason ? <Fact name="Why">{event.reason}</Fact> : null}
          {event.warning ? <Fact name="Warning">{event.warning}</Fact> : null}
          <Fact name="Tries">{event.attempts}</Fact>
          <Fact name="Customer">{event.customerId ?? "None named"}</Fact>
          <Fact name="Happened">{at(event.createdAt)}</Fact>
          <Fact name="Received">{at(event.receivedAt)}</Fact>
          {event.appliedAt ? <Fact name="Applied">{at(event.appliedAt)}</Fact> : null}
        </Facts>
      </Section>
      <Section title="What was in it" description="Names, addresses, cards and links are taken out.">
        <Payload text={event.payload} />
      </Section>
    </>
  );
}

function Payload({ text }: { text: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section aria-label="Payload" tabIndex={0} className="max-h-[70vh] overflow-auto rounded-lg border bg-quiet p-4">
      <pre className="font-mono text-xs">{text}</pre>
    </section>
  );
}
