import { planStatusGrid } from "@/components/admin/plan-status-grid";
import { planText, statusText } from "@/components/admin/statement-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { AdminBilling } from "@/lib/billing/schema";

/** Every subscription there ever was, by plan and status. */
export function SubscriptionTable({ subscriptions }: { subscriptions: AdminBilling["subscriptions"] }) {
  const { statuses, rows, totals, total } = planStatusGrid(subscriptions);
  return (
    <Section title="Subscriptions" description="All there ever were, by plan and by Stripe's status.">
      {rows.length === 0 ? (
        <EmptyState title="No subscriptions yet">The first checkout will be counted here.</EmptyState>
      ) : (
        <Table label="Subscriptions by plan and status">
          <caption className="sr-only">Subscriptions by plan and status</caption>
          <thead>
            <tr>
              <Th>Plan</Th>
              {statuses.map((status) => (
                <Th key={status} end>
                  {statusText(status)}
                </Th>
              ))}
              <Th end>Together</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <CountRow key={row.plan} name={planText(row.plan)} statuses={statuses} {...row} />
            ))}
            <CountRow name="Together" statuses={statuses} counts={totals} total={total} isSum />
          </tbody>
        </Table>
      )}
    </Section>
  );
}

type CountRowProps = { name: string; statuses: string[]; counts: number[]; total: number; isSum?: boolean };

function CountRow({ name, statuses, counts, total, isSum = false }: CountRowProps) {
  const weight = isSum ? "font-medium" : "font-normal";
  return (
    <tr className={weight}>
      <th scope="row" className="whitespace-nowrap">
        {name}
      </th>
      {statuses.map((status, index) => {
        const count = counts[index] ?? 0;
        return (
          <Td key={status} end className={count === 0 ? "text-muted" : undefined}>
            {count}
          </Td>
        );
      })}
      <Td end className="font-medium">
        {total}
      </Td>
    </tr>
  );
}
