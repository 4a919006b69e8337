import { declineText, paymentState } from "@/components/admin/statement-words";
import { cardText } from "@/components/billing/card-text";
import { amountText } from "@/components/billing/standing-words";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { AdminPayment } from "@/lib/billing/schema";

type PaymentTableProps = {
  payments: readonly AdminPayment[];
  locale: string;
  /** All are of one person, who is named already. */
  isOnePersons?: boolean;
};

/** The newest payments, also those that failed. */
export function PaymentTable({ payments, locale, isOnePersons = false }: PaymentTableProps) {
  return (
    <Section
      title={isOnePersons ? "Payments" : "Recent payments"}
      description="Times in UTC. What was refused is here too."
    >
      {payments.length === 0 ? (
        <EmptyState title="No payments yet">Each attempt to pay will be here, with what became of it.</EmptyState>
      ) : (
        <Table label="List of payments">
          <caption className="sr-only">Recent payments, the newest first</caption>
          <thead>
            <tr>
              <Th className={isOnePersons ? undefined : "max-md:hidden"}>When</Th>
              {isOnePersons ? null : <Th>Who</Th>}
              <Th className="max-md:hidden">Card</Th>
              <Th end>Amount</Th>
              <Th>Status</Th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} locale={locale} isOnePersons={isOnePersons} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

type PaymentRowProps = { payment: AdminPayment; locale: string; isOnePersons: boolean };

function PaymentRow({ payment, locale, isOnePersons }: PaymentRowProps) {
  const { createdAt, email, amount } = payment;
  const when = <time dateTime={createdAt.toISOString()}>{minuteText(createdAt, locale)}</time>;
  const card = payment.card ? brandAndDigits(payment.card) : "–";
  return (
    <tr>
      {isOnePersons ? (
        <Td className="tabular">
          {when}
          <span className="block text-muted text-xs md:hidden">{card}</span>
        </Td>
      ) : (
        <>
          <Td className="tabular whitespace-nowrap max-md:hidden">{when}</Td>
          <Td className="break-words max-md:max-w-44">
            {email}
            <span className="tabular block text-muted text-xs md:hidden">{when}</span>
            <span className="tabular block text-muted text-xs md:hidden">{card}</span>
          </Td>
        </>
      )}
      <Td className="tabular whitespace-nowrap text-muted max-md:hidden">{card}</Td>
      <Td end>{amountText(amount, locale)}</Td>
      <Td>
        <Outcome payment={payment} locale={locale} />
      </Td>
    </tr>
  );
}

function Outcome({ payment, locale }: { payment: AdminPayment; locale: string }) {
  const { amount, refundedMinor, declineCode } = payment;
  const state = paymentState(payment);
  const isPartly = refundedMinor > 0 && refundedMinor < amount.amountMinor;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={state.tone}>{state.text}</Badge>
      {isPartly ? (
        <span className="tabular text-muted">{amountText({ ...amount, amountMinor: refundedMinor }, locale)}</span>
      ) : null}
      {declineCode ? <span className="text-muted">{declineText(declineCode)}</span> : null}
    </span>
  );
}

/** "visa 4242", as the view has it, in the form of every other card. */
function brandAndDigits(card: string): string {
  const [brand = null, last4 = null] = card.split(" ");
  return cardText({ brand, last4, expMonth: null, expYear: null });
}
