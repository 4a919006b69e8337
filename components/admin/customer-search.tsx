import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input } from "@/components/ui/field";
import { dayText } from "@/components/ui/moments";
import { Table, Td, Th } from "@/components/ui/table";
import type { FoundPerson } from "@/lib/insights/schema";

type CustomerSearchProps = { words: string; people: readonly FoundPerson[]; locale: string };

/** A plain form, so that what was looked for stands in the address. */
export function CustomerSearch({ words, people, locale }: CustomerSearchProps) {
  return (
    <>
      <search>
        <form action="/admin/customers" className="mb-8 flex max-w-lg items-end gap-2">
          <div className="grow">
            <Field id="customer-q" label="Mail address, or its beginning">
              <Input id="customer-q" name="q" type="search" defaultValue={words} autoComplete="off" maxLength={254} />
            </Field>
          </div>
          <Button type="submit" variant="secondary">
            Find
          </Button>
        </form>
      </search>
      {people.length === 0 ? (
        <EmptyState title="Nobody is called that">An address is found by its beginning.</EmptyState>
      ) : (
        <Table label="People">
          <caption className="sr-only">{words === "" ? "The newest people" : `People like ${words}`}</caption>
          <thead>
            <tr>
              <Th>Who</Th>
              <Th className="max-sm:hidden">Since</Th>
              <Th>At Stripe</Th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ id, email, name, createdAt, isCustomer }) => (
              <tr key={id}>
                <Td className="break-all">
                  <Link href={`/admin/customers/${id}`} className="underline underline-offset-4">
                    {email}
                  </Link>
                  {name ? <span className="block text-muted text-xs">{name}</span> : null}
                </Td>
                <Td className="whitespace-nowrap max-sm:hidden">{dayText(createdAt, locale)}</Td>
                <Td>{isCustomer ? "Customer" : "–"}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
