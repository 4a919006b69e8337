import { invoiceStatus } from "@/components/billing/invoice-words";
import { amountText } from "@/components/billing/standing-words";
import { Badge } from "@/components/ui/badge";
import { Day } from "@/components/ui/day";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { OutsideLink } from "@/components/ui/text-link";
import type { InvoiceView } from "@/lib/billing/schema";

/** Newest first. On a phone the number stands under the date. */
export function InvoiceTable({ invoices, locale }: { invoices: readonly InvoiceView[]; locale: string }) {
  return (
    <Section title="Invoices">
      {invoices.length === 0 ? (
        <EmptyState title="No invoices yet">Each payment will leave one here, to look at and as a PDF.</EmptyState>
      ) : (
        <Table label="List of invoices">
          <caption className="sr-only">Your invoices, the newest first</caption>
          <thead>
            <tr>
              <Th>Date</Th>
              <Th className="max-sm:hidden">Number</Th>
              <Th end>Amount</Th>
              <Th>Status</Th>
              <Th>
                <span className="sr-only">Documents</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {invoices.map((invoice) => (
              <InvoiceRow key={invoice.id} invoice={invoice} locale={locale} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function InvoiceRow({ invoice, locale }: { invoice: InvoiceView; locale: string }) {
  const { number, total, createdAt } = invoice;
  const status = invoiceStatus(invoice.status);
  return (
    <tr>
      <Td>
        <Day at={createdAt} locale={locale} />
        {number ? <span className="block text-muted text-xs sm:hidden">{number}</span> : null}
      </Td>
      <Td className="tabular text-muted max-sm:hidden">{number ?? "–"}</Td>
      <Td end>{amountText(total, locale)}</Td>
      <Td>
        <Badge tone={status.tone}>{status.text}</Badge>
      </Td>
      <Td end>
        <DocumentLinks invoice={invoice} />
      </Td>
    </tr>
  );
}

function DocumentLinks({ invoice }: { invoice: InvoiceView }) {
  const { hostedUrl, pdfUrl, status } = invoice;
  const which = <span className="sr-only"> invoice {invoice.number ?? invoice.id}</span>;
  return (
    <span className="inline-flex gap-4 whitespace-nowrap">
      {hostedUrl ? (
        <OutsideLink href={hostedUrl}>
          {status === "open" ? "Pay" : "View"}
          {which}
        </OutsideLink>
      ) : null}
      {pdfUrl ? (
        <OutsideLink href={pdfUrl}>
          PDF
          <span className="sr-only"> of</span>
          {which}
        </OutsideLink>
      ) : null}
    </span>
  );
}
