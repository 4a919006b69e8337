import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { v7 } from "uuid";
import { flood } from "./requests";
import type { World } from "./world";

const COOKIE = "parley.session";
const DAY_MS = 24 * 60 * 60 * 1000;

export type Person = { id: string; cookie: string };

/** Work with one connection of its own to a database. */
export async function inDatabase<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Signed-in people with the free plan, written straight into the database. */
export function signedInPeople(databaseUrl: string, count: number): Promise<Person[]> {
  return inDatabase(databaseUrl, async (client) => {
    const people: Person[] = [];
    for (let index = 0; index < count; index += 1) {
      const token = randomBytes(32).toString("base64url");
      const id = v7();
      await client.query("INSERT INTO users (id, email, email_verified_at) VALUES ($1, $2, now())", [
        id,
        `bench-${id}@parley.test`,
      ]);
      await client.query("INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES ($1, $2, $3, $4)", [
        v7(),
        createHash("sha256").update(token).digest("hex"),
        id,
        new Date(Date.now() + DAY_MS),
      ]);
      people.push({ id, cookie: `${COOKIE}=${token}` });
    }
    return people;
  });
}

const VISITS_AT_ONCE = 4;

/** The same, come by the chat's page as everybody does, which opens the allowance of their month. */
export async function peopleInChat({ databaseUrl, appPort }: World, count: number): Promise<Person[]> {
  const people = await signedInPeople(databaseUrl, count);
  const visit = (index: number) => ({ port: appPort, path: "/chat", headers: { cookie: people[index]?.cookie ?? "" } });
  const { failures } = await flood(count, VISITS_AT_ONCE, visit);
  if (failures.length > 0) throw new Error(`The chat's page answered ${failures[0]}`);
  return people;
}
