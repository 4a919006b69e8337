import { describe, expect, test } from "vitest";
import { namedDatabase } from "@/scripts/db/connection";
import { planStart } from "@/scripts/start/plan";

const NAMED = "postgresql://parley:secret@db.internal/parley";

describe("whoever connects, a migration or the start, does so with TLS", () => {
  test.each([
    ["", ""],
    ["off", ""],
    ["on", "?sslmode=no-verify"],
    ["verify", "?sslmode=verify-full"],
  ])("%j", (tls, query) => {
    const source = { NODE_ENV: "test", DATABASE_URL: NAMED, DATABASE_TLS: tls } as const;
    expect(namedDatabase(source)).toBe(`${NAMED}${query}`);
    expect(planStart(source, { isDev: false }).databaseUrl).toBe(`${NAMED}${query}`);
  });
});

test("a start's children, who apply the rule again, come to the same address", () => {
  const source = { NODE_ENV: "test", DATABASE_URL: NAMED, DATABASE_TLS: "verify" } as const;
  const once = namedDatabase(source) ?? "";
  expect(namedDatabase({ ...source, DATABASE_URL: once })).toBe(once);
});

test.each([undefined, ""])("DATABASE_URL=%j names none: the embedded one is meant", (url) => {
  expect(namedDatabase({ NODE_ENV: "test", ...(url === undefined ? {} : { DATABASE_URL: url }) })).toBeUndefined();
});
