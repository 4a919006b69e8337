import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/platform/env";
import { Variables } from "@/lib/platform/env-schema";
import { blankSettings } from "@/scripts/test/blank-settings";
import { runNode } from "@/scripts/test/run-program";

describe("a program of ours", () => {
  test("gives back what it said on both channels, and how it ended", async () => {
    const { code, output } = await runNode(["-e", "console.log('out'); console.error('err'); process.exitCode = 3"]);
    expect(code).toBe(3);
    expect(output.split("\n").toSorted()).toEqual(["err", "out"]);
  });

  test("that was killed did not end well", async () => {
    expect((await runNode(["-e", "process.kill(process.pid, 'SIGKILL')"])).code).toBe(1);
  });

  test("sees our environment, with what is given on top, and writes no colours", async () => {
    const script = "console.log([process.env.PATH === undefined, process.env.GIVEN, process.env.NO_COLOR].join())";
    expect((await runNode(["-e", script], { env: { GIVEN: "yes" } })).output).toBe("false,yes,1");
  });

  test("is not lost when it says more than a pipe holds", async () => {
    const { output } = await runNode(["-e", "process.stdout.write('x'.repeat(3_000_000))"]);
    expect(output).toHaveLength(3_000_000);
  });
});

describe("a checkout's own settings", () => {
  test("are all emptied for a test run", () => {
    const own = { STRIPE_SECRET_KEY: "sk_live_1", PARLEY_MODE: "live", DATABASE_URL: "postgresql://prod/parley" };
    const { env, problems } = readEnv({ ...own, ...blankSettings() });
    expect(problems).toEqual([]);
    expect(env).toEqual(readEnv({}).env);
  });

  test("every one of them: a new variable is not forgotten", () => {
    const missing = Object.keys(Variables.shape).filter((name) => !(name in blankSettings()));
    expect(missing).toEqual(["NODE_ENV"]);
  });
});
