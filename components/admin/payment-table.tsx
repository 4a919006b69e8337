import { declineText, paymentState } from "@/components/admin/statement-words";
import { cardText } from "@/components/billing/card-text";
import { amountText } from "@/components/billing/standing-words";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { minuteText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { AdminPayment } from "@/lib/billing/schema";

/** The newest payments, also those that failed. */
export function PaymentTable({ payments, locale }: { payments: readonly AdminPayment[]; locale: string }) {
  return (
    <Section title="Recent payments" description="Times in UTC. What was refused is here too.">
      {payments.length === 0 ? (
        <EmptyState title="No payments yet">Each attempt to pay will be here, with what became of it.</EmptyState>
      ) : (
        <Table label="Recent payments">
          <caption className="sr-only">Recent payments, the newest first</caption>
          <thead>
            <tr>
              <Th>When</Th>
              <Th>Who</Th>
              <Th>Card</Th>
              <Th end>Amount</Th>
              <Th>Status</Th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} locale={locale} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function PaymentRow({ payment, locale }: { payment: AdminPayment; locale: string }) {
  const { createdAt, email, card, amount, refundedMinor, declineCode } = payment;
  const state = paymentState(payment);
  return (
    <tr>
      <Td className="tabular whitespace-nowrap">
        <time dateTime={createdAt.toISOString()}>{minuteText(createdAt, locale)}</time>
      </Td>
      <Td>{email}</Td>
      <Td className="tabular whitespace-nowrap text-muted">{card ? brandAndDigits(card) : "–"}</Td>
      <Td end>{amountText(amount, locale)}</Td>
      <Td className="whitespace-nowrap">
        <Badge tone={state.tone}>{state.text}</Badge>
        {refundedMinor > 0 && refundedMinor < amount.amountMinor ? (
          <span className="tabular pl-2 text-muted">
            {amountText({ ...amount, amountMinor: refundedMinor }, locale)}
          </span>
        ) : null}
        {declineCode ? <span className="pl-2 text-muted">{declineText(declineCode)}</span> : null}
      </Td>
    </tr>
  );
}

/** "visa 4242", as the view has it, in the form of every other card. */
function brandAndDigits(card: string): string {
  const [brand = null, last4 = null] = card.split(" ");
  return cardText({ brand, last4, expMonth: null, expYear: null });
}
