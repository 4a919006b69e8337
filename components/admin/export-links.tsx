import { DownloadLink } from "@/components/ui/download-link";
import type { EXPORTS } from "@/lib/insights/schema";

type Table = (typeof EXPORTS)[number];

const NAMES: Readonly<Record<Table, string>> = {
  payments: "Payments",
  movements: "Movements",
  customers: "Customers",
};

/** The tables behind a page, to take along. Plain links: the browser saves what it is sent. */
export function ExportLinks({ tables }: { tables: readonly Table[] }) {
  return (
    <nav aria-label="Export as CSV" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
      <span aria-hidden="true">Export as CSV</span>
      {tables.map((table) => (
        <DownloadLink key={table} href={`/api/admin/export/${table}`}>
          {NAMES[table]}
        </DownloadLink>
      ))}
    </nav>
  );
}
