import { createHash, randomBytes } from "node:crypto";
import { hash } from "@node-rs/argon2";
import type { BrowserContext } from "@playwright/test";
import pg from "pg";
import { v7 } from "uuid";
import { facts } from "./facts";

/** Somebody whose address is confirmed, on the free plan unless they buy another. */
export type Person = { id: string; email: string; name: string };

const DAY_MS = 24 * 60 * 60 * 1000;
const SESSION_COOKIE = "parley.session";

export const ADMIN_EMAIL = "admin@parley.test";

/** A row is enough to be somebody; signing up through the pages is what `journey.spec.ts` is for. */
export async function insertPerson({ password }: { password?: string } = {}): Promise<Person> {
  const tag = randomBytes(5).toString("hex");
  const person = { id: v7(), email: `person-${tag}@example.test`, name: `Person ${tag}` };
  const passwordHash = password === undefined ? null : await hash(password);
  await inDatabase((client) =>
    client.query(
      "INSERT INTO users (id, email, name, password_hash, email_verified_at) VALUES ($1, $2, $3, $4, now())",
      [person.id, person.email, person.name, passwordHash],
    ),
  );
  return person;
}

/** Gives a browser a session of somebody who exists. */
export async function signInAs(context: BrowserContext, email: string): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const tokenHash = createHash("sha256").update(token).digest("hex");
  const { rowCount } = await inDatabase((client) =>
    client.query(
      "INSERT INTO sessions (id, token_hash, user_id, expires_at) SELECT $1, $2, id, $3 FROM users WHERE email = $4",
      [v7(), tokenHash, new Date(Date.now() + DAY_MS), email],
    ),
  );
  if (rowCount !== 1) throw new Error(`There is nobody called ${email}.`);
  await context.addCookies([
    { name: SESSION_COOKIE, value: token, url: facts.appUrl, httpOnly: true, sameSite: "Lax" },
  ]);
}

/** For what no page can bring about, or show. */
export async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: facts.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
