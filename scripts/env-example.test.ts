import fs from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { readEnv } from "@/lib/platform/env";
import { Variables } from "@/lib/platform/env-schema";

const lines = fs.readFileSync(".env.example", "utf8").split("\n");
const assignments = lines.flatMap((line, index) => {
  const name = /^# ([A-Z][A-Z0-9_]+)=/.exec(line)?.[1];
  return name === undefined ? [] : [{ name, line: line.slice(2), above: lines[index - 1] ?? "" }];
});

test(".env.example has every variable once, and no other", () => {
  expect(assignments.map(({ name }) => name).toSorted()).toEqual(Object.keys(Variables.shape).toSorted());
});

test("nothing in it is switched on", () => {
  expect(parseEnv(lines.join("\n"))).toEqual({});
});

test("each variable has words above it, or stands with one that has", () => {
  for (const { name, above } of assignments) expect(above, name).toMatch(/^# \S/);
});

test("what it shows as the value that holds is the value that holds", () => {
  const shown = Object.fromEntries(
    Object.entries(parseEnv(assignments.map(({ line }) => line).join("\n"))).filter(([, value]) => value),
  );
  const standard = Variables.parse({});
  const parsed = Variables.parse(shown);
  for (const name of [
    "PORT",
    "KEEP_CONTENT_DAYS",
    "SPEND_CEILING_PERSON_USD",
    "SPEND_CEILING_GLOBAL_USD",
    "DATABASE_POOL_MIN",
    "DATABASE_POOL_MAX",
    "DATABASE_IDLE_MS",
    "DATABASE_CONNECT_TIMEOUT_MS",
    "DATABASE_STATEMENT_TIMEOUT_MS",
    "DATABASE_QUERY_TIMEOUT_MS",
    "TRUSTED_PROXIES",
    "OPENAI_FIRST_BYTE_MS",
    "OPENAI_IDLE_MS",
    "OPENAI_CIRCUIT_FAILURES",
    "EMBEDDED_PG_PORT",
    "SANDBOX_STRIPE_PORT",
    "SANDBOX_OPENAI_PORT",
    "SANDBOX_CONTROL_PORT",
  ] as const) {
    expect(parsed[name], name).toBe(standard[name]);
  }
  const { env } = readEnv({});
  expect([parsed.PARLEY_MODE, parsed.PARLEY_ROLE, parsed.APP_URL, parsed.LOG_LEVEL, parsed.DATABASE_TLS]).toEqual([
    env.mode,
    env.role,
    env.appUrl,
    env.logLevel,
    env.database.tls,
  ]);
});
