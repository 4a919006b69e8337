import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type Choices, ReceiptFilter } from "@/components/usage/receipt-filter";
import { ReceiptTable } from "@/components/usage/receipt-table";
import { receiptQuery } from "@/components/usage/usage-words";
import type { ReceiptFilter as Filter, ReceiptPage } from "@/lib/usage/schema";

type ReceiptsSectionProps = {
  page: ReceiptPage;
  filter: Filter;
  choices: Choices;
  isFirstPage: boolean;
  modelNames: Readonly<Record<string, string>>;
  locale: string;
  zone: string;
};

/** Everything that was ever charged, to look through and to take along. */
export function ReceiptsSection({ page, filter, choices, isFirstPage, ...shown }: ReceiptsSectionProps) {
  const isFiltered = Object.values(filter).some(Boolean);
  const { receipts, next } = page;
  const hasAny = receipts.length > 0 || isFiltered || !isFirstPage;
  return (
    <Section
      anchor="receipts"
      title="Receipts"
      description="One for each call to a model. They stay when a chat is deleted."
      action={
        hasAny ? <DownloadLink href={`/api/usage/receipts${receiptQuery(filter)}`}>Download as CSV</DownloadLink> : null
      }
    >
      {hasAny ? <ReceiptFilter filter={filter} choices={choices} /> : null}
      {receipts.length > 0 ? <ReceiptTable receipts={receipts} {...shown} /> : <NoReceipts hasAny={hasAny} />}
      <p className="flex gap-6 empty:hidden">
        {isFirstPage ? null : <TextLink href={`/usage${receiptQuery(filter)}#receipts`}>Newest receipts</TextLink>}
        {next === null ? null : (
          <TextLink href={`/usage${receiptQuery(filter, { after: next })}#receipts`}>Older receipts</TextLink>
        )}
      </p>
    </Section>
  );
}

function NoReceipts({ hasAny }: { hasAny: boolean }) {
  if (hasAny) return <EmptyState title="No such receipts">Nothing that was charged is as chosen.</EmptyState>;
  return (
    <EmptyState title="No receipts yet" action={<TextLink href="/chat">Ask something</TextLink>}>
      Each answer leaves one here: what it was for, its tokens, and what it cost.
    </EmptyState>
  );
}
