import { counted } from "@/components/admin/statement-words";
import { amountText } from "@/components/billing/standing-words";
import { Answer, Answers } from "@/components/ui/answer";
import type { AdminBilling } from "@/lib/billing/schema";

type StatementFiguresProps = { billing: AdminBilling; locale: string };

/** What comes in a month, from how many, and what the trials may add. */
export function StatementFigures({ billing, locale }: StatementFiguresProps) {
  const { mrr, trialMrr, paying, trialing } = billing;
  const yearly = { ...mrr, amountMinor: mrr.amountMinor * 12 };
  return (
    <Answers>
      <Answer question="Monthly recurring revenue" value={amountText(mrr, locale)}>
        <p className="tabular text-muted">{amountText(yearly, locale)} a year at this rate</p>
      </Answer>
      <Answer question="Paying" value={paying} aside={<span className="text-muted">{peopleWord(paying)}</span>}>
        <p className="text-muted">Active, or past due and being collected</p>
      </Answer>
      <Answer question="Trialing" value={trialing} aside={<span className="text-muted">{peopleWord(trialing)}</span>}>
        <p className="tabular text-muted">{amountText(trialMrr, locale)} more a month if all of them stay</p>
      </Answer>
    </Answers>
  );
}

function peopleWord(count: number): string {
  return counted(count, "person").replace("persons", "people").replace(/^\d+ /, "");
}
