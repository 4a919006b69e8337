import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { cpuSeconds, diskSyncMs, median, memoryMb, peakMemoryMb, percentile } from "./figures";

test("percentiles are values that were measured, whatever their order", () => {
  const values = [5, 1, 4, 2, 3];
  expect(median(values)).toBe(3);
  expect(percentile(values, 0)).toBe(1);
  expect(percentile(values, 0.99)).toBe(5);
  expect(percentile([], 0.5)).toBeNaN();
});

test("a process that works uses processor time, and holds memory", () => {
  const before = cpuSeconds(process.pid);
  let sum = 0;
  while (cpuSeconds(process.pid) === before) sum += 1;
  expect(sum).toBeGreaterThan(0);
  expect(memoryMb(process.pid)).toBeGreaterThan(10);
  expect(peakMemoryMb(process.pid)).toBeGreaterThanOrEqual(memoryMb(process.pid) - 1);
});

test("a disk takes some time, and nothing is left behind", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  expect(diskSyncMs(folder)).toBeGreaterThan(0);
  expect(fs.readdirSync(folder)).toEqual([]);
  fs.rmdirSync(folder);
});
