import { planText, statusText } from "@/components/admin/statement-words";
import { amountText } from "@/components/billing/standing-words";
import { Notice } from "@/components/ui/notice";
import { PlanId, type AdminDuplicate } from "@/lib/billing/schema";

/** People who are charged more than once, and what to do about it. */
export function DuplicateNotice({ duplicates, locale }: { duplicates: readonly AdminDuplicate[]; locale: string }) {
  if (duplicates.length === 0) return null;
  const emails = [...new Set(duplicates.map(({ email }) => email))];
  return (
    <Notice tone="bad" className="mb-8" title={titleFor(emails.length)}>
      <p>
        Each subscription is charged. Ask which one they want, cancel the other in Stripe and refund it; this list
        empties by itself.
      </p>
      <ul className="grid gap-3 wrap-anywhere pt-3">
        {emails.map((email) => (
          <li key={email}>
            <p className="font-medium text-text">{email}</p>
            <ul className="tabular grid gap-0.5">
              {duplicates
                .filter((duplicate) => duplicate.email === email)
                .map((duplicate) => (
                  <li key={duplicate.subscriptionId}>{lineFor(duplicate, locale)}</li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function titleFor(people: number): string {
  return people === 1
    ? "One person has more than one subscription"
    : `${people} people have more than one subscription`;
}

function lineFor({ subscriptionId, plan, status, price, isPrimary }: AdminDuplicate, locale: string) {
  const name = planText(PlanId.safeParse(plan).data ?? null);
  return (
    <>
      {name}, {amountText(price, locale)} a {price.interval}, {statusText(status).toLowerCase()}
      {isPrimary ? " (decides the plan)" : ""} <code className="break-all font-mono text-xs">{subscriptionId}</code>
    </>
  );
}
