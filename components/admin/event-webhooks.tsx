import { EventForm } from "@/components/admin/event-form";
import { counted } from "@/components/admin/statement-words";
import { Fact, Facts } from "@/components/ui/facts";
import type { FormAction } from "@/components/ui/form-state";
import { spanText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import type { WebhookHealth } from "@/lib/insights/schema";

type EventWebhooksProps = { health: WebhookHealth; replayFailed: FormAction };

/** How Stripe's news arrive, and how far behind we are. */
export function EventWebhooks({ health, replayFailed }: EventWebhooksProps) {
  const { asOf, lastHour, open, failed, dead } = health;
  const waits = open.oldestReceivedAt === null ? 0 : asOf.getTime() - open.oldestReceivedAt.getTime();
  return (
    <Section
      title="Webhooks"
      description="Failed events are tried again by themselves for about six hours; then they are given up."
      action={
        failed + dead === 0 ? null : (
          <EventForm action={replayFailed} busy="Replaying…" done="They are being worked off once more.">
            Replay all that failed
          </EventForm>
        )
      }
    >
      <Facts>
        <Fact name="In the last hour">{counted(lastHour, "event")}</Fact>
        <Fact name="Not applied yet">
          {open.count === 0 ? "None" : `${counted(open.count, "event")}, the oldest for ${spanText(waits)}`}
        </Fact>
        <Fact name="Failed">{counted(failed, "event")} in 30 days</Fact>
        <Fact name="Given up">{counted(dead, "event")} in 30 days</Fact>
      </Facts>
    </Section>
  );
}
