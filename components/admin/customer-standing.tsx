import { planText, subscriptionText } from "@/components/admin/statement-words";
import { amountText, everyText } from "@/components/billing/standing-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Fact, Facts } from "@/components/ui/facts";
import { dayText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { SubscriptionView } from "@/lib/billing/schema";
import type { CustomerStory } from "@/lib/insights/schema";
import { formatMicros } from "@/lib/platform/money";

type StandingProps = { story: CustomerStory; locale: string };

/** Why they can chat, or can not: the sentence they see themselves, and what is left of their allowance. */
export function CustomerStanding({ story, locale }: StandingProps) {
  const { overview, allowance, person } = story;
  return (
    <Section title="Why can this person chat?" description="In the words they are told themselves.">
      <p className="max-w-prose text-base">“{overview.reason}”</p>
      <p>{leftText(allowance, locale)}</p>
      <Facts>
        <Fact name="Here since">{dayText(person.createdAt, locale)}</Fact>
        <Fact name="At Stripe">
          {person.customerId === null ? (
            "Not a customer"
          ) : (
            <code className="font-mono text-xs">{person.customerId}</code>
          )}
        </Fact>
      </Facts>
    </Section>
  );
}

/** What is left of the month's allowance, and of what is drawn on after it, in that order. */
function leftText(
  { remainingMicros, grantedMicros, giftMicros, creditMicros, resetsAt }: CustomerStory["allowance"],
  locale: string,
): string {
  const until = dayText(resetsAt, locale);
  const credits = [
    giftMicros > 0n ? `${formatMicros(giftMicros, { locale })} of credit from us` : undefined,
    creditMicros > 0n ? `${formatMicros(creditMicros, { locale })} of credits` : undefined,
  ]
    .filter((text) => text !== undefined)
    .join(" and ");
  if (remainingMicros > 0n) {
    const left = `${formatMicros(remainingMicros, { locale })} of ${formatMicros(grantedMicros, { locale })}`;
    return `${left} of their allowance is left until ${until}.${credits ? ` Beside it they have ${credits}.` : ""}`;
  }
  const next = credits ? `new answers draw on ${credits} until ${until}` : `new answers wait until ${until}`;
  return `Nothing of their allowance is left: ${next}.`;
}

/** Every subscription they ever had. */
export function CustomerSubscriptions({ story, locale }: StandingProps) {
  return (
    <Section title="Subscriptions">
      {story.subscriptions.length === 0 ? (
        <EmptyState title="No subscription yet">Their first checkout will be here.</EmptyState>
      ) : (
        <Table label="Their subscriptions">
          <caption className="sr-only">Their subscriptions, the newest first</caption>
          <thead>
            <tr>
              <Th>Plan</Th>
              <Th>State</Th>
              <Th end>Price</Th>
              <Th className="max-sm:hidden">Until</Th>
            </tr>
          </thead>
          <tbody>
            {story.subscriptions.map((each) => (
              <tr key={each.id} className="align-top">
                <Td>
                  {planText(each.plan)}
                  {each.isPrimary ? " (decides)" : ""}
                  <code className="block break-all font-mono text-muted text-xs">{each.id}</code>
                </Td>
                <Td>
                  {subscriptionText(each)}
                  <span className="block text-muted text-xs sm:hidden">{untilText(each, locale)}</span>
                </Td>
                <Td end>
                  {amountText(each.price, locale)} × {each.price.quantity}{" "}
                  <span className="text-muted">a {everyText(each.price)}</span>
                </Td>
                <Td className="max-sm:hidden">{untilText(each, locale)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function untilText({ endedAt, cancelAt, givenUntil, period }: SubscriptionView, locale: string): string {
  if (endedAt) return `Ended ${dayText(endedAt, locale)}`;
  if (cancelAt) return `Ends ${dayText(cancelAt, locale)}`;
  if (givenUntil) return `Free until ${dayText(givenUntil, locale)}`;
  return period ? `Renews ${dayText(period.endsAt, locale)}` : "–";
}
