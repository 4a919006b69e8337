import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Fact, Facts } from "@/components/ui/facts";
import { PageTitle, Section } from "@/components/ui/section";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { OutsideLink } from "@/components/ui/text-link";

test("a section is a region named by its heading", () => {
  const html = renderToStaticMarkup(<Section title="Invoices">rows</Section>);
  const id = /aria-labelledby="([^"]+)"/.exec(html)?.[1];
  expect(html).toContain(`<h2 id="${id}"`);
});

test("a page has one heading of the first level, and its action beside it", () => {
  const html = renderToStaticMarkup(<PageTitle title="Billing" action={<button type="button">Manage</button>} />);
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).toMatch(/Billing.*Manage/s);
});

describe("a table", () => {
  const html = renderToStaticMarkup(
    <Table label="Invoices">
      <thead>
        <tr>
          <Th>Number</Th>
          <Th end>Amount</Th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <Td>0001</Td>
          <Td end>$19.00</Td>
        </tr>
      </tbody>
    </Table>,
  );

  test("can be scrolled by keyboard, under a name", () => {
    expect(html).toMatch(/<section aria-label="Invoices" tabindex="0"/);
  });

  test("says which cells its heads are of, and lines numbers up at the right", () => {
    expect(html.match(/scope="col"/g)).toHaveLength(2);
    expect(html).toMatch(/<td class="[^"]*tabular text-right[^"]*">\$19\.00/);
    expect(html).not.toMatch(/text-right[^>]*>0001/);
  });
});

test("facts are a list of names and values", () => {
  const html = renderToStaticMarkup(
    <Facts>
      <Fact name="Email">ada@parley.test</Fact>
    </Facts>,
  );
  expect(html).toMatch(/<dl.*<dt[^>]*>Email<\/dt><dd[^>]*>ada@parley\.test/s);
});

test("a closed dialog holds nothing, so it starts afresh when it opens", () => {
  const closed = renderToStaticMarkup(
    <Dialog isOpen={false} onClose={() => {}} title="Delete?">
      inside
    </Dialog>,
  );
  expect(closed).not.toContain("inside");
});

test("what is loading is said once to those who listen, and shown to those who look", () => {
  expect(renderToStaticMarkup(<Loading what="your invoices" />)).toMatch(/<output[^>]*>Loading your invoices…/);
  expect(renderToStaticMarkup(<Skeleton className="h-6 w-12" />)).toContain('aria-hidden="true"');
});

test("an empty place has its next step", () => {
  const html = renderToStaticMarkup(
    <EmptyState title="No invoices yet" action={<button type="button">Choose a plan</button>}>
      The first one comes with your first payment.
    </EmptyState>,
  );
  expect(html).toMatch(/No invoices yet.*first payment.*Choose a plan/s);
});

test("a link that leaves says so, and tells the other side nothing", () => {
  const html = renderToStaticMarkup(<OutsideLink href="https://example.com">Terms</OutsideLink>);
  expect(html).toContain("opens in a new tab");
  expect(html).toContain('rel="noreferrer"');
});
