import { fork } from "node:child_process";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { countingProxy, type Tally } from "@/lib/billing/testing/counting-proxy";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, hear } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import type { OneCall } from "@/lib/gateway/testing/one-call";
import { aProgram } from "@/lib/gateway/testing/program";
import { HOUR_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { releaseExpired } from "@/lib/usage/reservations";
import { expectBooksToAgree } from "@/lib/usage/testing/books";

/*
 * A process reserves, calls the model and settles, for a person or for a program. All its statements and its calls to the
 * provider pass proxies that number them. It is killed at each in turn, once the call is made and before its answer is
 * there. Others then end what it left, and the person presses again. `npm run test:deep` takes every point; other runs
 * one of each kind, and print which.
 */

// oxlint-disable-next-line node/no-process-env -- set by `npm run test:deep` alone: how many points, not how they are judged
const isDeep = Number(process.env["FC_TIMES"] ?? 0) > 0;
const PATIENCE_MS = isDeep ? 30 * MINUTE_MS : 2 * MINUTE_MS;
/** Admission, the call, and the end: there is no way that asks less. */
const LEAST_CALLS = 3;

const KINDS = {
  person: async (): Promise<OneCall> => {
    const viewer = await aPerson();
    return { kind: "person", viewer, message: aMessage({ message: "Write a short poem" }) };
  },
  program: () => aProgramCall(false),
  "program that listens": () => aProgramCall(true),
};
type Kind = keyof typeof KINDS;

async function aProgramCall(isStreamed: boolean): Promise<OneCall> {
  const { userId, keyId } = await aProgram();
  const key = { id: keyId, name: "laptop", scopes: [], requestsPerMinute: undefined, budgetMicros: undefined };
  return { kind: "program", caller: { userId, emailVerified: true, key }, isStreamed };
}

/** Runs the process until it is done, or killed at that call. Returns how much it asked. */
async function oneLife(call: OneCall, at?: number): Promise<number> {
  const tally: Tally = { count: 0, meeting: undefined };
  const database = await countingProxy("postgres", new URL(env.database.url), tally);
  const provider = await countingProxy("http", new URL(env.openai.baseUrl), tally);
  const [databaseUrl, openaiUrl] = [new URL(env.database.url), new URL(env.openai.baseUrl)];
  databaseUrl.port = String(database.port);
  openaiUrl.port = String(provider.port);
  const child = fork("lib/gateway/testing/one-call.ts", [JSON.stringify(call)], {
    execArgv: ["--import", "./scripts/typescript.mjs"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      // oxlint-disable-next-line node/no-process-env -- a process of ours lives in the same surroundings
      ...process.env,
      DATABASE_URL: databaseUrl.href,
      // The connection for news is not on the way from reserve to settle.
      DATABASE_DIRECT_URL: env.database.directUrl,
      DATABASE_POOL_MIN: "1",
      OPENAI_BASE_URL: openaiUrl.href,
      OPENAI_API_KEY: env.openai.apiKey,
    },
  });
  const kill = () => child.kill("SIGKILL");
  if (at !== undefined) tally.meeting = { at, side: "after", act: kill };
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  child.on("message", kill);
  await new Promise((resolve) => child.once("close", resolve));
  for (const proxy of [database, provider]) proxy.close();
  expect(complaint).toBe("");
  return tally.count;
}

/** What every process that lives does in time: ends what others left. */
async function timePasses(): Promise<void> {
  await reapSilentGenerations(() => plusMs(new Date(), MINUTE_MS));
  await releaseExpired(() => plusMs(new Date(), HOUR_MS));
}

type Outcome = { isAnswered: boolean; questions: number; receipts: bigint; holds: number };

/** What is there once others have ended what was left, and a person has pressed again. The books agree. */
async function outcomeOf(call: OneCall): Promise<Outcome> {
  const userId = call.kind === "person" ? call.viewer.id : call.caller.userId;
  await timePasses();
  const last =
    call.kind === "person" ? (await hear((await sendMessage(call.viewer, call.message)).frames)).last : undefined;
  await timePasses();
  const { receipts } = await expectBooksToAgree(userId);
  return {
    isAnswered: last?.type === "done" || last?.type === "error",
    questions: await db.message.count({ where: { conversation: { userId }, role: "user" } }),
    receipts,
    holds: await db.reservation.count({ where: { userId } }),
  };
}

/** One answer, paid once or not at all. A program that lost its answer asks anew, so that nothing is pressed again. */
function asItShouldBe({ kind }: OneCall, { isAnswered, questions, receipts, holds }: Outcome): boolean {
  const isTold = kind === "person" ? isAnswered && questions === 1 && holds === 1 : questions === 0 && holds <= 1;
  return isTold && receipts <= 1n;
}

async function pointsOf(kind: Kind): Promise<number[]> {
  const call = await KINDS[kind]();
  const total = await oneLife(call);
  expect(total).toBeGreaterThanOrEqual(LEAST_CALLS);
  expect(await outcomeOf(call)).toMatchObject({ receipts: 1n, holds: 1 });
  if (isDeep) return Array.from({ length: total }, (_, at) => at + 1);
  return [1 + Math.floor(Math.random() * total)];
}

test.each(Object.keys(KINDS) as Kind[])(
  "a %s is answered, and the process is killed on the way",
  { timeout: PATIENCE_MS },
  async (kind) => {
    const points = await pointsOf(kind);
    console.log(`${kind}: killed at ${points.join(", ")}`);
    for (const at of points) {
      const call = await KINDS[kind]();
      await oneLife(call, at);
      const outcome = await outcomeOf(call);
      expect(asItShouldBe(call, outcome), `at ${at}: ${inspect(outcome)}`).toBe(true);
    }
  },
);
