import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { v7 } from "uuid";
import { call } from "./requests";
import type { World } from "./world";

const COOKIE = "parley.session";
const DAY_MS = 24 * 60 * 60 * 1000;

/** Signed-in people with the free plan, written straight into the database; returns a cookie header for each. */
export async function signedInPeople(databaseUrl: string, count: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const cookies: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const token = randomBytes(32).toString("base64url");
    const userId = v7();
    await client.query("INSERT INTO users (id, email, email_verified_at) VALUES ($1, $2, now())", [
      userId,
      `bench-${userId}@parley.test`,
    ]);
    await client.query("INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES ($1, $2, $3, $4)", [
      v7(),
      createHash("sha256").update(token).digest("hex"),
      userId,
      new Date(Date.now() + DAY_MS),
    ]);
    cookies.push(`${COOKIE}=${token}`);
  }
  await client.end();
  return cookies;
}

/** The same, come by the chat's page as everybody does, which opens the allowance of their month. */
export async function peopleInChat(world: World, count: number): Promise<string[]> {
  const cookies = await signedInPeople(world.databaseUrl, count);
  for (const cookie of cookies) {
    const { status } = await call({ port: world.appPort, path: "/chat", headers: { cookie } });
    if (status !== 200) throw new Error(`The chat's page answered ${status}`);
  }
  return cookies;
}

/** After a run: every send settled exactly once, and the stored text is the text that was sent. */
export async function verifySettled(
  databaseUrl: string,
  expected: { sends: number; answer: string },
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ sends: number; settled: number; held: number; other: number }>(
    `SELECT count(*)::int AS sends,
            count(*) FILTER (WHERE r.status = 'settled')::int AS settled,
            count(*) FILTER (WHERE r.status = 'held')::int AS held,
            count(*) FILTER (WHERE m.content <> $1)::int AS other
     FROM generations g JOIN messages m ON m.id = g.message_id LEFT JOIN reservations r ON r.source_id = g.id::text`,
    [expected.answer],
  );
  await client.end();
  const [row] = rows;
  if (row === undefined) return ["nothing was stored"];
  return [
    ...(row.sends === expected.sends ? [] : [`${row.sends} generations for ${expected.sends} sends`]),
    ...(row.settled === row.sends ? [] : [`${row.settled} of ${row.sends} settled, ${row.held} still held`]),
    ...(row.other === 0 ? [] : [`${row.other} answers differ from what was sent`]),
  ];
}
