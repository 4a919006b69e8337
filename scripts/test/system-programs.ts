import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Where a program of this machine is, by its name. */
export function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find(isThere);
}

/** On Debian as root the distribution's package; elsewhere nothing. It may not be there afterwards: without a network, or without the package. */
export function installOnDebian(name: string): void {
  if (process.getuid?.() !== 0 || !fs.existsSync("/etc/debian_version")) return;
  try {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-qq", name], { stdio: "ignore" });
  } catch {
    // What is there already may do.
  }
}

export function isThere(file: string | undefined): file is string {
  return file !== undefined && fs.existsSync(file);
}
