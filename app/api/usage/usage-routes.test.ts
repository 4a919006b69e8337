import { beforeAll, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { GET as overview } from "@/app/api/openai/usage/route";
import { GET as receipts, POST as post } from "@/app/api/usage/receipts/route";
import { GET as statementCsv } from "@/app/api/usage/statements/[id]/csv/route";
import { GET as statementPdf } from "@/app/api/usage/statements/[id]/pdf/route";
import { aPerson } from "@/lib/identity/fixtures";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { readCsv } from "@/lib/platform/testing/read-csv";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { UsageReport } from "@/lib/usage/schema";
import { statementsOf } from "@/lib/usage/statements";
import { aCall } from "@/lib/usage/testing/calls";

beforeAll(() => recordPrices());

async function aUser(): Promise<Viewer> {
  const person = await aPerson({});
  await allowanceFor(person.id);
  return person;
}

type Route = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

async function asked(route: Route, by?: Viewer, { path = "/api/usage/receipts", id = "" } = {}): Promise<Response> {
  const browser = aBrowser();
  if (by) await browser.become(by);
  return browser.call(() => route(new Request(`${env.appUrl}${path}`), { params: Promise.resolve({ id }) }));
}

test.each([
  ["the figures", overview],
  ["receipts", receipts],
  ["a statement's paper", statementPdf],
  ["a statement's table", statementCsv],
] as [string, Route][])("without a session there are no %s", async (_what, route) => {
  expect((await asked(route)).status).toBe(401);
});

test("the figures are those of the caller, and as the document says", async () => {
  const [mine, theirs] = [await aUser(), await aUser()];
  await aCall(theirs.id, { output: 1_000 }, now);
  const report = UsageReport.parse(await (await asked(overview, theirs)).json());
  expect(report).toMatchObject({ plan: "free", used: { micros: 2_000 }, remaining: { micros: 198_000 } });
  expect(UsageReport.parse(await (await asked(overview, mine)).json())).toMatchObject({ used: { micros: 0 } });
});

test("receipts are saved as a file, and only those that were chosen", async () => {
  const person = await aUser();
  await aCall(person.id, { output: 1_000 }, now);
  await aCall(person.id, { origin: "title" }, now);
  const response = await asked(receipts, person, { path: "/api/usage/receipts?origin=title" });
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="parley-receipts-[\d-]+\.csv"$/u);
  const [, ...rows] = readCsv(await response.text());
  expect(rows.map((row) => row[2])).toEqual(["title"]);
});

test.each(["origin=nobody", "from=yesterday", "key=1", "model=", "to=9999-12-31", "from=0001-01-01"])(
  "a choice that is none is refused: %s",
  async (query) => {
    const response = await asked(receipts, await aUser(), { path: `/api/usage/receipts?${query}` });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { fields: { [query.split("=")[0] ?? ""]: expect.anything() as unknown } },
    });
  },
);

test("a statement is handed to its owner on paper and as a table, and to nobody else", async () => {
  const [mine, theirs] = [await aUser(), await aUser()];
  const [statement] = await statementsOf(theirs.id);
  const id = statement?.id ?? "";
  const paper = await asked(statementPdf, theirs, { id });
  expect(paper.headers.get("content-type")).toBe("application/pdf");
  expect(paper.headers.get("content-disposition")).toMatch(/^attachment; filename="parley-statement-[\w-]+\.pdf"$/u);
  expect((await paper.text()).slice(0, 5)).toBe("%PDF-");
  const table = await asked(statementCsv, theirs, { id });
  expect(await table.text()).toMatch(/^line,model,calls,/u);
  for (const route of [statementPdf, statementCsv] as Route[]) {
    expect((await asked(route, mine, { id })).status).toBe(404);
    expect((await asked(route, theirs, { id: "none" })).status).toBe(404);
  }
});

test("nothing is written this way", async () => {
  expect((await asked(post as Route, await aUser())).status).toBe(405);
});
