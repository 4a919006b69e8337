import fs from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const Lock = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
});
const { packages } = Lock.parse(JSON.parse(fs.readFileSync("package-lock.json", "utf8")));
const names = new Set(Object.keys(packages).map((place) => place.slice(place.lastIndexOf("node_modules/") + 13)));

/** A registry that mirrors one platform only leaves the others out when it writes the file, and `npm ci` refuses that. */
test("the lock file has the packages of every platform, not only of the one it was written on", () => {
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(fs.readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "https?:/);
});
