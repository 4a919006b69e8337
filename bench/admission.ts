import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { embeddedPostgres } from "../scripts/db/embedded";
import { migrateDatabase } from "../scripts/db/migrate";
import { freePort } from "../scripts/start/ports";
import { atLeast, marked, type Row, type Section, spread } from "./table";

/** What the process that reserves and settles tells of one round. */
export type Round = { what: string; count: number; failed: number; tookMs: number; timesMs: number[] };

/** The most milliseconds that were promised, at the median, by the name of the round. */
const MOST_MS: Readonly<Record<string, number>> = { "one after the other: admit": 3 };
/** The least a second. */
const LEAST: Readonly<Record<string, number>> = {
  "one person, 8 at once": 300,
  "1,000 persons, 32 at once": 1_500,
};

/**
 * Admission and settlement alone, without the web around them: a process of its own, on a PostgreSQL that writes to the
 * disk, with the ceilings on, so that everything an admission asks is asked.
 */
export async function benchAdmission(): Promise<Section> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-admission-"));
  fs.chmodSync(folder, 0o755);
  const [port, password] = [await freePort(), randomBytes(12).toString("hex")];
  const server = embeddedPostgres({ folder: path.join(folder, "postgres"), port, password, durable: true });
  try {
    await server.initialise();
    await server.start();
    const databaseUrl = `postgresql://parley:${password}@127.0.0.1:${port}/postgres`;
    await migrateDatabase(databaseUrl);
    const rounds = await play(databaseUrl);
    const faults = rounds.flatMap(({ what, failed }) => (failed > 0 ? [`${what}: ${failed} failed`] : []));
    return { rows: rounds.map(rowOf), faults };
  } finally {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function play(databaseUrl: string): Promise<Round[]> {
  const rounds: Round[] = [];
  const child = fork("bench/admissions.ts", [], {
    execArgv: ["--import", "./scripts/typescript.mjs"],
    env: {
      ...process.env,
      PARLEY_MODE: "sandbox",
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_MAX: "32",
      LOG_LEVEL: "error",
      SPEND_CEILING_PERSON_USD: "1000000",
      SPEND_CEILING_GLOBAL_USD: "1000000000",
    },
  });
  child.on("message", (round: Round) => rounds.push(round));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(rounds) : reject(new Error(`It ended with ${code}`))));
  });
}

function rowOf({ what, count, tookMs, timesMs }: Round): Row {
  const perSecond = Math.round((count / tookMs) * 1_000);
  const { "p50 ms": p50 = 0, ...rest } = spread(timesMs, 0.99);
  const [least, most] = [LEAST[what], MOST_MS[what]];
  return {
    what,
    "p50 ms": p50,
    ...rest,
    "a second": perSecond,
    ...(most === undefined ? {} : marked(p50, most)),
    ...(least === undefined ? {} : atLeast(perSecond, least)),
  };
}
