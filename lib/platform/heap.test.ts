import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

/** What V8 says of its flags, it says to the standard error of a process, and goes on. */
function saidBy(script: string): string {
  const args = ["--import", "./scripts/typescript.mjs", "--input-type=module", "-e", script];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: path.resolve(".") });
  expect(status).toBe(0);
  return stderr;
}

test("this V8 has the flag by which the heap is kept near what is in use", () => {
  expect(saidBy('import v8 from "node:v8"; v8.setFlagsFromString("--no-such-flag-of-v8")')).toContain(
    "no-such-flag-of-v8",
  );
  expect(saidBy('const { keepHeapNearUse } = await import("@/lib/platform/heap"); keepHeapNearUse()')).toBe("");
});
