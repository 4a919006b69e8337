import fs from "node:fs";
import path from "node:path";

/** The value below which a share of the sorted values lies; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

const TICKS_PER_SECOND = 100;

/** Seconds of processor time a process has used so far, from Linux's `/proc` (proc_pid_stat(5), fields 14 and 15). */
export function cpuSeconds(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const SYNCS = 50;
const PAGE = Buffer.alloc(8_192);

/** The median time until the disk has a page for good: no message is admitted in less. */
export function diskSyncMs(folder: string): number {
  const file = path.join(folder, "sync");
  const handle = fs.openSync(file, "w");
  const times = Array.from({ length: SYNCS }, () => {
    fs.writeSync(handle, PAGE, 0, PAGE.length, 0);
    const startedAt = performance.now();
    fs.fdatasyncSync(handle);
    return performance.now() - startedAt;
  });
  fs.closeSync(handle);
  fs.rmSync(file);
  return median(times);
}

/** The memory that a process holds now, in MB. */
export function memoryMb(pid: number): number {
  return sizeOf(pid, "VmRSS");
}

/** The most memory a process ever held, in MB. */
export function peakMemoryMb(pid: number): number {
  return sizeOf(pid, "VmHWM");
}

function sizeOf(pid: number, field: "VmRSS" | "VmHWM"): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
}
