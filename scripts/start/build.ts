import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** All that a production build is made from. */
const SOURCES = [
  "app",
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

const stampFile = (distDir: string) => path.join(distDir, "parley-build.txt");
const standalone = (distDir: string) => path.join(distDir, "standalone");

export const serverFile = (distDir: string) => path.resolve(standalone(distDir), "server.js");

/** Whether the build in the folder was made from the very files that are here now. */
export function isBuilt(distDir: string): boolean {
  const stamp = stampFile(distDir);
  return fs.existsSync(serverFile(distDir)) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === sourceHash();
}

/** Takes the hash before the work, so that a file saved meanwhile makes the build stale rather than wrong. */
export async function build(distDir: string, runNextBuild: () => Promise<void>): Promise<void> {
  const hash = sourceHash();
  fs.rmSync(stampFile(distDir), { force: true });
  await runNextBuild();
  // What Next leaves out of the standalone folder because a CDN might serve it.
  copy(path.join(distDir, "static"), path.join(standalone(distDir), distDir, "static"));
  copy("public", path.join(standalone(distDir), "public"));
  fs.writeFileSync(stampFile(distDir), hash);
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
