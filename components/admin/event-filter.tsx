import { ChoiceLinks } from "@/components/admin/choice-links";
import type { EventChoice } from "@/lib/insights/schema";

type EventFilterProps = { choice: EventChoice; counts: { open: number; dead: number } };

const CHOICES = ["newest", "open", "dead"] as const;

export function EventFilter({ choice, counts }: EventFilterProps) {
  const labels = { newest: "Newest", open: `Not applied (${counts.open})`, dead: `Given up (${counts.dead})` };
  const choices = CHOICES.map((each) => ({
    label: labels[each],
    href: each === "newest" ? "/admin/billing" : `/admin/billing?events=${each}`,
    isChosen: each === choice,
  }));
  return <ChoiceLinks label="Which events" choices={choices} />;
}
