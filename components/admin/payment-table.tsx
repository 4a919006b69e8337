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
        <Table label="List of payments">
          <caption className="sr-only">Recent payments, the newest first</caption>
          <thead>
            <tr>
              <Th className="max-md:hidden">When</Th>
              <Th>Who</Th>
              <Th className="max-md:hidden">Card</Th>
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
  const { createdAt, email, amount } = payment;
  const when = <time dateTime={createdAt.toISOString()}>{minuteText(createdAt, locale)}</time>;
  const card = payment.card ? brandAndDigits(payment.card) : "–";
  return (
    <tr>
      <Td className="tabular whitespace-nowrap max-md:hidden">{when}</Td>
      <Td className="break-words max-md:max-w-44">
        {email}
        <span className="tabular block text-muted text-xs md:hidden">{when}</span>
        <span className="tabular block text-muted text-xs md:hidden">{card}</span>
      </Td>
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
