// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import * as usage from "@/app/api/openai/usage/route";
import { leaveMicros } from "@/lib/chat/testing/allowance";
import { db } from "@/lib/db/client";
import type { Operation } from "@/lib/gateway/document/operations";
import { asked, changed, saying } from "@/lib/gateway/testing/document";
import { aProgram, type Program } from "@/lib/gateway/testing/program";
import { mintKey } from "@/lib/identity/key-format";
import { env } from "@/lib/platform/env";

const MEGABYTES = 1024 * 1024;
const AWAY = "the database system is shutting down";

/** For tests: makes each failure of the document happen, to whatever operation has it. */
export const FAILURES: Record<string, (operation: Operation) => Promise<Response>> = {
  "400 null": (one) => withBody(one, "{"),
  "400 missing_required_parameter": (one) => withBody(one, changed(one, { model: undefined })),
  "400 invalid_type": (one) => withBody(one, changed(one, { model: 5 })),
  "400 invalid_value": (one) => withBody(one, changed(one, { model: "" })),
  "400 unknown_parameter": (one) => withBody(one, changed(one, { colour: "red" })),
  "400 unsupported_parameter": (one) => withBody(one, changed(one, { service_tier: "priority" })),
  "400 context_length_exceeded": (one) => withBody(one, saying(one, "Hello [sandbox:context-length]")),
  "401 null": (one) => asked(one, {}),
  "401 invalid_api_key": (one) => asked(one, { secret: mintKey() }),
  "401 unauthenticated": () => askUsage(undefined),
  "403 insufficient_permissions": async (one) => asked(one, await aProgram({ scopes: [] })),
  "403 email_not_verified": async (one) => asked(one, await unproven()),
  "404 model_not_found": async (one) =>
    one.body
      ? withBody(one, changed(one, { model: "none" }))
      : asked(one, { ...(await aProgram()), model: "acme/none" }),
  "413 request_too_large": (one) => withBody(one, saying(one, "x".repeat(20 * MEGABYTES))),
  "429 rate_limit_exceeded": async (one) => {
    const program = await aProgram({ requestsPerMinute: 1 });
    await (await asked(one, program)).text();
    return asked(one, program);
  },
  "429 insufficient_quota": async (one) => {
    const program = await aProgram();
    await leaveMicros({ id: program.userId }, 0n);
    return asked(one, program);
  },
  "500 server_error": async (one) => whenPeopleAre("not today", await aProgram(), (program) => asked(one, program)),
  "500 internal": async () => whenPeopleAre("not today", await aProgram(), askUsage),
  "503 server_error": async (one) => whenPeopleAre(AWAY, await aProgram(), (program) => asked(one, program)),
  "503 database_down": async () => whenPeopleAre(AWAY, await aProgram(), askUsage),
  "503 overloaded": (one) => withBody(one, saying(one, "Hello [sandbox:429]")),
  "503 model_unavailable": (one) => withBody(one, saying(one, "Hello [sandbox:503]")),
};

/** As somebody's browser does, or nobody's. */
export async function askUsage(program: Program | undefined): Promise<Response> {
  const browser = aBrowser();
  // A session that was there before whatever happens now.
  if (program) browser.cookies.set(...(await sessionOf(program)));
  return browser.call(() => usage.GET(new Request(`${env.appUrl}/api/openai/usage`), undefined));
}

const sessions = new Map<string, [name: string, value: string]>();

async function sessionOf({ userId }: Program): Promise<[name: string, value: string]> {
  const known = sessions.get(userId);
  if (known) return known;
  const browser = aBrowser();
  await browser.become({ id: userId });
  const [cookie = ["", ""]] = [...browser.cookies];
  sessions.set(userId, cookie);
  return cookie;
}

async function withBody(operation: Operation, body: unknown): Promise<Response> {
  return asked(operation, { ...(await aProgram()), body });
}

async function unproven(): Promise<Program> {
  const program = await aProgram();
  await db.user.update({ where: { id: program.userId }, data: { emailVerified: null } });
  return program;
}

/** The database says this to whoever asks it about people. */
async function whenPeopleAre(words: string, program: Program, work: (program: Program) => Promise<Response>) {
  await sessionOf(program);
  await db.$executeRaw`ALTER TABLE users RENAME TO users_kept`;
  await db.$executeRawUnsafe(`
    CREATE FUNCTION refuse_people() RETURNS SETOF users_kept LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''${words}''; END'`);
  await db.$executeRaw`CREATE VIEW users AS SELECT * FROM refuse_people()`;
  try {
    return await work(program);
  } finally {
    await db.$executeRaw`DROP VIEW users`;
    await db.$executeRaw`DROP FUNCTION refuse_people`;
    await db.$executeRaw`ALTER TABLE users_kept RENAME TO users`;
  }
}
