import { expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import ApiPage from "@/app/(marketing)/docs/api/page";
import { readPage } from "@/components/ui/testing/page";
import { ourApiDocument } from "@/lib/gateway/document/our-document";
import { env } from "@/lib/platform/env";

const read = async () => readPage((await aBrowser().visit(ApiPage)).html);

test("shows every operation of the document, to anybody", async () => {
  const { text, links } = await read();
  for (const [path, methods] of Object.entries(ourApiDocument().paths)) {
    for (const [method, { summary }] of Object.entries(methods)) {
      expect(text).toContain(`${summary} ${method.toUpperCase()} ${path}`);
    }
  }
  expect(links).toMatchObject({ "an OpenAPI 3.1 document (opens in a new tab)": "/api/openapi.json" });
});

test("begins with a program for this very installation", async () => {
  const { text } = await read();
  expect(text).toContain(`curl ${env.appUrl}/api/v1/chat/completions`);
  expect(text).toContain('"model": "parley-swift"');
});

test("can be skimmed by its headings", async () => {
  const levels = [...(await read()).html.matchAll(/<h(\d)/g)].map(([, level]) => level).join("");
  expect(levels).toMatch(/^1223+$/);
});
