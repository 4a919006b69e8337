import { eventState } from "@/components/admin/statement-words";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { CustomerStory } from "@/lib/insights/schema";

type RecordsProps = { story: CustomerStory; locale: string };
type Line = { id: string; at: Date; what: string; outcome: string; tone?: BadgeTone; href?: string };

/** What Stripe told of them, what they were written, and what was done; times in UTC. */
export function CustomerRecords({ story, locale }: RecordsProps) {
  const events = story.events.map(({ id, createdAt, type, state }): Line => {
    const { text, tone } = eventState(state);
    return { id, at: createdAt, what: type, outcome: text, tone, href: `/admin/events/${id}` };
  });
  const letters = story.letters.map(({ id, at, template, channel, status }): Line => {
    return {
      id,
      at,
      what: `${capitalised(template.replaceAll("-", " "))}, by ${channel}`,
      outcome: capitalised(status),
    };
  });
  const deeds = story.deeds.map(({ id, at, action, by, detail }): Line => {
    return { id, at, what: by === null ? action : `${action}, by ${by}`, outcome: detail };
  });
  return (
    <>
      <RecordTable
        title="Events"
        empty="Stripe has told nothing of them"
        heads={["Event", "State"]}
        lines={events}
        locale={locale}
      />
      <RecordTable
        title="Letters"
        empty="Nothing was written to them"
        heads={["Letter", "State"]}
        lines={letters}
        locale={locale}
      />
      <RecordTable
        title="Audit log"
        empty="Nothing was done"
        heads={["What", "Detail"]}
        lines={deeds}
        locale={locale}
      />
    </>
  );
}

type RecordProps = { title: string; empty: string; heads: [string, string]; lines: readonly Line[]; locale: string };

function RecordTable({ title, empty, heads, lines, locale }: RecordProps) {
  return (
    <Section title={title} description="Times in UTC, the newest first.">
      {lines.length === 0 ? (
        <EmptyState title={empty}>It will be here when there is something.</EmptyState>
      ) : (
        <Table label={`${title}, the newest first`}>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <Th>When</Th>
              <Th>{heads[0]}</Th>
              <Th>{heads[1]}</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, at, what, outcome, tone, href }) => (
              <tr key={id} className="align-top">
                <Td className="tabular sm:whitespace-nowrap">
                  <time dateTime={at.toISOString()}>{minuteText(at, locale)}</time>
                </Td>
                <Td className="wrap-anywhere">
                  {href ? (
                    <TextLink href={href} prefetch={false}>
                      {what}
                    </TextLink>
                  ) : (
                    what
                  )}
                </Td>
                <Td className="wrap-anywhere text-muted">{tone ? <Badge tone={tone}>{outcome}</Badge> : outcome}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
