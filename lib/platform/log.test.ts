import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";

type Line = Record<string, unknown>;

/** All that these tests want written: a process of ours takes its time to begin, and one serves them all. */
const PROGRAM = `
  const { log } = await import("./lib/platform/log.ts");
  const { withRequest } = await import("./lib/platform/request-context.ts");
  log.debug("noticed");
  log.info("payment.received", { amountMinor: 2000, lines: "a\\nb" });
  log.warn("slow");
  log.error("sign-in.failed", new Error("ada@example.test has no access"), {
    authorization: "Bearer abc", nested: { password: "hunter22", cookie: "parley.session=abc" },
    note: "sk_live_abcdefghijklmnop and ada@example.test",
  });
  const one = (id) => withRequest(new Headers({ "x-request-id": id }), async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    log.warn("seen", { mine: id });
  });
  await Promise.all(["request-1", "request-2", "request-3"].map(one));`;

/** The logger is made once, from its process's own settings. */
function written(level: string): Line[] {
  const setting = `process.env.LOG_LEVEL = "${level}";`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "--input-type=module", "-e", `${setting}${PROGRAM}`],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

let lines: Line[] = [];
beforeAll(() => {
  lines = written("info");
});
const called = (name: string) => lines.filter(({ event }) => event === name);

test("an event is one line of JSON, with its level, its moment and its facts", () => {
  expect(called("payment.received")).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      event: "payment.received",
      amountMinor: 2000,
      lines: "a\nb",
    },
  ]);
});

describe("at the level", () => {
  const ALL = ["debug", "info", "warn", "error"];
  const levelsIn = (some: Line[]) => [...new Set(some.map(({ level }) => level))];

  test("info all is written but what is for developers", () => {
    expect(levelsIn(lines)).toEqual(ALL.slice(1));
  });

  test.each([
    ["debug", ALL],
    ["warn", ALL.slice(2)],
    ["error", ALL.slice(3)],
    ["silent", []],
  ])("%s %j are written", (level, levels) => {
    expect(levelsIn(written(level))).toEqual(levels);
  });
});

describe("a request's lines", () => {
  test("carry its id, also after it waited, and no other's", () => {
    const seen = called("seen");
    expect(seen).toHaveLength(3);
    for (const { requestId, mine } of seen) expect(requestId).toBe(mine);
  });

  test("a job has none", () => {
    expect(called("payment.received")[0]).not.toHaveProperty("requestId");
  });
});

test("no secret and no address leaves, wherever it stands", () => {
  const text = JSON.stringify(called("sign-in.failed"));
  expect(text).toContain("sign-in.failed");
  for (const secret of ["ada@", "Bearer abc", "hunter22", "parley.session=abc", "sk_live_abc"])
    expect(text).not.toContain(secret);
});
