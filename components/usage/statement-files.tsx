import { DownloadLink } from "@/components/ui/download-link";

/** A statement to keep. */
export function StatementFiles({ id }: { id: string }) {
  const of = <span className="sr-only"> of this statement</span>;
  return (
    <span className="inline-flex gap-4 whitespace-nowrap">
      <DownloadLink href={`/api/usage/statements/${id}/pdf`}>PDF{of}</DownloadLink>
      <DownloadLink href={`/api/usage/statements/${id}/csv`}>CSV{of}</DownloadLink>
    </span>
  );
}
