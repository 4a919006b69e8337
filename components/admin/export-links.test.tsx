import { expect, test } from "vitest";
import { ExportLinks } from "@/components/admin/export-links";
import { pageOf } from "@/components/ui/testing/page";
import { EXPORTS } from "@/lib/insights/schema";

test("each table that can be taken along has a link that saves it", () => {
  const { html } = pageOf(<ExportLinks tables={EXPORTS} />);
  const links = [...html.matchAll(/<a href="([^"]+)" download=""[^>]*>([^<]+)</gu)].map(([, href, name]) => [
    href,
    name,
  ]);
  expect(links).toEqual([
    ["/api/admin/export/payments", "Payments"],
    ["/api/admin/export/movements", "Movements"],
    ["/api/admin/export/customers", "Customers"],
  ]);
});

test("a page links to its own alone", () => {
  expect(pageOf(<ExportLinks tables={["customers"]} />).text).toBe("Customers");
});
