import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

/** What a process of ours writes that logs so: the logger is made once, from the process's own settings. */
function written(body: string, level = "info"): Record<string, unknown>[] {
  const script = `
    process.env.LOG_LEVEL = "${level}";
    const { log } = await import("./lib/platform/log.ts");
    const { withRequest } = await import("./lib/platform/request-context.ts");
    ${body}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "--input-type=module", "-e", script],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("an event is one line of JSON, with its level, its moment and its facts", () => {
  const [line, ...more] = written('log.info("payment.received", { amountMinor: 2000, lines: "a\\nb" });');
  expect(more).toEqual([]);
  expect(line).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    event: "payment.received",
    amountMinor: 2000,
    lines: "a\nb",
  });
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
  ["silent", 0],
])("at the level %s %d of four lines are written", (level, count) => {
  const all = 'log.debug("a"); log.info("b"); log.warn("c"); log.error("d", new Error("x"));';
  expect(written(all, level)).toHaveLength(count);
});

describe("a request's lines", () => {
  test("carry its id, also after it waited, and no other's", () => {
    const lines = written(`
      const one = (id) => withRequest(new Headers({ "x-request-id": id }), async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        log.info("seen", { mine: id });
      });
      await Promise.all(["request-1", "request-2", "request-3"].map(one));`);
    expect(lines).toHaveLength(3);
    for (const { requestId, mine } of lines) expect(requestId).toBe(mine);
  });

  test("a job has none", () => {
    expect(written('log.info("job.done");')[0]).not.toHaveProperty("requestId");
  });
});

test("no secret and no address leaves, wherever it stands", () => {
  const text = JSON.stringify(
    written(`log.error("sign-in.failed", new Error("ada@example.test has no access"), {
      authorization: "Bearer abc", nested: { password: "hunter22", cookie: "parley.session=abc" },
      note: "sk_live_abcdefghijklmnop and ada@example.test",
    });`),
  );
  expect(text).toContain("sign-in.failed");
  for (const secret of ["ada@", "Bearer abc", "hunter22", "parley.session=abc", "sk_live_abc"])
    expect(text).not.toContain(secret);
});
