import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** All that a production build is made from. */
const SOURCES = [
  "app",
  "pages",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "models.json",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "prisma/schema.prisma",
  "proxy.ts",
  "tsconfig.json",
];

/**
 * Finished builds, each in a folder named for what it was made from. A server runs from there, so that a later build
 * does not pull the files out from under it, and the tests find the build that `npm start` made.
 */
const BUILDS = path.join(".data", "builds");
const KEPT = 3;
const NEXT_OUTPUT = ".next";

/** The server made from the very files that are here now, if there is one. */
export function findBuild(): string | undefined {
  const file = serverFile(sourceHash());
  return fs.existsSync(file) ? file : undefined;
}

/**
 * Takes the hash before the work, so that a file saved meanwhile makes the build stale rather than wrong.
 * @returns the server's file.
 */
export async function build(runNextBuild: () => Promise<void>): Promise<string> {
  const hash = sourceHash();
  await runNextBuild();
  const standalone = path.join(NEXT_OUTPUT, "standalone");
  // What Next leaves out of the standalone folder because a CDN might serve it.
  copy(path.join(NEXT_OUTPUT, "static"), path.join(standalone, NEXT_OUTPUT, "static"));
  copy("public", path.join(standalone, "public"));
  const target = path.dirname(serverFile(hash));
  fs.mkdirSync(BUILDS, { recursive: true });
  fs.rmSync(target, { recursive: true, force: true });
  fs.renameSync(standalone, target);
  forgetOldBuilds();
  return serverFile(hash);
}

function serverFile(hash: string): string {
  return path.resolve(BUILDS, hash.slice(0, 16), "server.js");
}

function forgetOldBuilds(): void {
  const age = (name: string) => fs.statSync(path.join(BUILDS, name)).mtimeMs;
  const oldest = fs.readdirSync(BUILDS).toSorted((one, other) => age(other) - age(one));
  for (const name of oldest.slice(KEPT)) fs.rmSync(path.join(BUILDS, name), { recursive: true, force: true });
}

function copy(from: string, to: string): void {
  if (!fs.existsSync(from)) return;
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
}

function sourceHash(): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of SOURCES.flatMap(filesBelow)) hash.update(`${file}\0`).update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesBelow(source: string): string[] {
  if (!fs.existsSync(source)) return [];
  if (fs.statSync(source).isFile()) return [source];
  return fs
    .readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join("lib", "db", "generated")))
    .toSorted();
}
