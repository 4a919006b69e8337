import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { commandOf, isSameProcess, markOf, type ProcessMark, signal, untilGone } from "@/scripts/db/processes";
import { writePrivate } from "./secrets";

const Mark = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
const ChildRecord = Mark.extend({ name: z.string(), port: z.number().optional() });
const RunRecord = z.object({ main: Mark, appUrl: z.string(), children: z.array(ChildRecord) });
type RunRecord = z.infer<typeof RunRecord>;
export type ChildRecord = z.infer<typeof ChildRecord>;

const END_PATIENCE_MS = 5_000;

/** Who runs in this data folder, on disk, so that a start after a `kill -9` knows whom it may end. */
export type Run = { add(child: { name: string; pid: number; port?: number }): void; release(): void };

/**
 * Takes the data folder for this process and ends what a killed run left there.
 * @returns the run, and the names of the processes that were ended.
 * @throws Error when another start runs there.
 */
export async function claimRun(dataDir: string, appUrl: string): Promise<{ run: Run; ended: string[] }> {
  const file = path.join(dataDir, "run.json");
  const left = readRecord(file);
  if (left && left.main.pid !== process.pid && isSameProcess(left.main)) {
    throw new Error(
      `Parley runs in this folder already, on ${left.appUrl} (process ${left.main.pid}). ` +
        "Stop it first, or set PARLEY_DATA_DIR and the ports to run a second one beside it.",
    );
  }
  const ended = await endChildren(left?.children ?? []);
  const record: RunRecord = { main: markOf(process.pid) ?? { pid: process.pid, startedAt: "" }, appUrl, children: [] };
  writePrivate(file, record);
  return {
    ended,
    run: {
      add({ name, pid, port }) {
        const mark = markOf(pid);
        if (mark === undefined) return; // It ended at once; whoever waits for it will say so.
        record.children.push({ name, ...mark, ...(port === undefined ? {} : { port }) });
        writePrivate(file, record);
      },
      release: () => fs.rmSync(file, { force: true }),
    },
  };
}

async function endChildren(children: ChildRecord[]): Promise<string[]> {
  const orphans = children.filter((child) => isSameProcess(child) && isOurs(child));
  for (const { pid } of orphans) signal(pid, "SIGTERM");
  for (const { pid } of orphans) if (!(await untilGone(pid, END_PATIENCE_MS))) signal(pid, "SIGKILL");
  return orphans.map(({ name }) => name);
}

/** Number and starting time fit already; only a program we would have started is ended all the same. */
function isOurs({ pid }: ProcessMark): boolean {
  return /server|next/.test(commandOf(pid));
}

function readRecord(file: string): RunRecord | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    return RunRecord.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return undefined; // Not written by us, or by another version: nobody is ended on its word.
  }
}
