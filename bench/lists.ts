import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { findBuild } from "@/scripts/start/build";
import { median, percentile, round } from "./figures";
import { inDatabase, peopleInChat, type Person } from "./people";
import { flood } from "./requests";
import { marked, type Section, spread } from "./table";
import type { World } from "./world";

const CONVERSATIONS = 100_000;
const DEEP_PAGES = 300;
const PAGE_CALLS = 300;
const FINDS = 100;
const MOST_QUERY_MS = 1;
const MOST_PAGE_MS = 20;

/** One person's list of a hundred thousand conversations: every page of it, the first page, and titles found by a part. */
export async function benchLists(world: World): Promise<Section> {
  const [person] = await peopleInChat(world, 1);
  if (person === undefined) throw new Error("Nobody came");
  await inDatabase(world.databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO conversations (id, user_id, title, last_message_at, created_at)
       SELECT gen_random_uuid(), $1, 'Notes on ' || md5(n::text), now() - n * interval '1 minute', now() - n * interval '1 minute'
       FROM generate_series(1, $2::int) n`,
      [person.id, CONVERSATIONS],
    );
    await client.query("VACUUM ANALYZE conversations");
  });
  const { times: queries, cursors } = await everyPage(world.databaseUrl, person);
  const deep = queries.slice(-DEEP_PAGES);
  const act = actionsFor(world, person);
  const page = await flood(PAGE_CALLS, 1, () => act("list", []));
  const below = await flood(PAGE_CALLS, 1, () => act("list", [cursors[Math.floor(cursors.length / 2)]]));
  const find = await flood(FINDS, 1, (index) => act("find", [{ query: index.toString(16).padStart(3, "0") }]));
  const home = await flood(PAGE_CALLS, 1, () => ({ ...visit(world, person), path: "/chat" }));
  const failures = [page, below, find, home].flatMap((part) => part.failures);
  const worst = round(Math.max(median(queries), median(deep)), 2);
  const p99 = round(percentile(page.times, 0.99), 2);
  return {
    rows: [
      { what: `list query, each of ${queries.length} pages`, ...spread(queries, 0.99) },
      { what: `list query, the last ${DEEP_PAGES} pages`, ...spread(deep, 0.99), ...marked(worst, MOST_QUERY_MS) },
      { what: "list, first page, over HTTP", ...spread(page.times, 0.99), ...marked(p99, MOST_PAGE_MS) },
      { what: "list, a page halfway down, over HTTP", ...spread(below.times, 0.99) },
      { what: "find by a part of a title, over HTTP", ...spread(find.times, 0.99) },
      { what: "GET /chat with this list", ...spread(home.times, 0.99) },
    ],
    faults: failures.length === 0 ? [] : [`a list was answered ${failures[0]}`],
  };
}

/** Milliseconds of each page's query, from the newest to the oldest, through the function that the product calls. */
async function everyPage(databaseUrl: string, { id }: Person): Promise<{ times: number[]; cursors: string[] }> {
  process.env["DATABASE_URL"] = databaseUrl;
  const { listConversations } = await import("@/lib/chat/conversation-list");
  const { db } = await import("@/lib/db/client");
  const viewer = { id, email: "", name: null, role: "user", emailVerified: true } as const;
  const times: number[] = [];
  const cursors: string[] = [];
  // The first ones connect and plan.
  for (let warm = 0; warm < 10; warm += 1) await listConversations(viewer);
  let cursor: string | undefined;
  do {
    const startedAt = performance.now();
    const page = await listConversations(viewer, cursor === undefined ? {} : { cursor });
    times.push(performance.now() - startedAt);
    cursor = page.cursor;
    if (cursor !== undefined) cursors.push(cursor);
  } while (cursor !== undefined);
  await db.$disconnect();
  return { times, cursors };
}

function visit({ appPort, appUrl }: World, { cookie }: Person) {
  return { port: appPort, headers: { host: new URL(appUrl).host, cookie, origin: appUrl } };
}

const Manifest = z.object({ node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })) });

/** Calls the chat's server actions by name, as React's client would. */
function actionsFor(world: World, person: Person) {
  const server = findBuild();
  if (server === undefined) throw new Error("The build that is served is not the one of these files any more");
  const file = path.join(path.dirname(server), ".next", "server", "server-reference-manifest.json");
  const actions = Object.entries(Manifest.parse(JSON.parse(fs.readFileSync(file, "utf8"))).node);
  return (name: "list" | "find", args: readonly unknown[]) => {
    const isIt = ({ filename, exportedName }: { filename: string; exportedName: string }) =>
      filename.endsWith("chat/actions.ts") && exportedName === name;
    const [id = ""] = actions.find(([, action]) => isIt(action)) ?? [];
    const { port, headers } = visit(world, person);
    const body = JSON.stringify(args);
    const own = { ...headers, "next-action": id, "content-type": "text/plain;charset=UTF-8" };
    return { port, path: "/chat", method: "POST", headers: own, body };
  };
}
