import { percentile, round } from "./figures";
import { inDatabase, signedInPeople } from "./people";
import { call, flood } from "./requests";
import { FULL_USE, seedUsage } from "./seed-usage";
import { marked, type Row, type Section, spread } from "./table";
import type { World } from "./world";

const CALLS = 300;
const MOST_MS = 60;
/** Its fonts are read and cut down anew each time. */
const MOST_PAPER_MS = 250;

/** The page, its next pages and its choices, of somebody with a million receipts; and the same figures for programs. */
const VIEWS = [
  { what: "GET /usage", path: "/usage", most: MOST_MS },
  { what: "receipts of a model that is rare", path: "/usage?model=retired", most: MOST_MS },
  { what: "receipts of programs", path: "/usage?origin=api", most: MOST_MS },
  { what: "receipts of days in the past", path: "/usage?to=2026-03-01", most: MOST_MS },
  { what: "GET /api/openai/usage", path: "/api/openai/usage", most: MOST_MS },
] as const;

export async function benchUsage({ appPort, databaseUrl }: World): Promise<Section> {
  const [person] = await signedInPeople(databaseUrl, 1);
  if (person === undefined) throw new Error("Nobody is signed in");
  await inDatabase(databaseUrl, (client) => seedUsage(client, person.id, FULL_USE));
  const headers = { cookie: `${person.cookie}; zone=America/New_York` };
  const rows: Row[] = [];
  const faults: string[] = [];
  const { text } = await call({ port: appPort, path: "/usage", headers });
  const paper = /\/api\/usage\/statements\/[\w-]+\/pdf/.exec(text)?.[0] ?? "/no-paper";
  for (const { what, path, most } of [...VIEWS, { what: "a statement as PDF", path: paper, most: MOST_PAPER_MS }]) {
    const visit = () => ({ port: appPort, path, headers });
    await flood(20, 1, visit);
    const { times, failures } = await flood(CALLS, 1, visit);
    rows.push({ what, ...spread(times, 0.99), ...marked(round(percentile(times, 0.99), 2), most) });
    if (failures.length > 0) faults.push(`${failures.length} of ${what} failed`);
  }
  return { rows, faults };
}
