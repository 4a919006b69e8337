import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const CLI = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const PRELOAD = path.resolve("scripts/imports/typescript-six.mjs");
export const RULES_FILE = path.resolve(".dependency-cruiser.cjs");
const FOLDERS = ["app", "pages", "components", "lib", "sandbox", "scripts", "prisma", "proxy.ts", "instrumentation.ts"];
const LARGEST_REPORT_BYTES = 256 * 1024 * 1024;

const Report = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) })),
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        cycle: z.array(z.object({ name: z.string() })).optional(),
      }),
    ),
  }),
});

export type Cruise = z.infer<typeof Report>;

/** Every import of the tree in a folder, and those that the rules forbid. */
export async function cruise(folder: string, within: readonly string[] = FOLDERS): Promise<Cruise> {
  const args = ["--import", PRELOAD, CLI, ...within, "--config", RULES_FILE, "--output-type", "json"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: LARGEST_REPORT_BYTES,
  }).catch(withOutput);
  return Report.parse(JSON.parse(stdout));
}

/** It exits with the number of violations; that is an answer, not a failure. */
function withOutput(error: unknown): { stdout: string } {
  if (error instanceof Error && "stdout" in error && typeof error.stdout === "string" && error.stdout.startsWith("{")) {
    return { stdout: error.stdout };
  }
  throw error;
}
