/**
 * The part of every command that runs before anything is installed, so with Node's own modules only: the right Node,
 * the packages of the lock file, the database client of the schema. What is up to date is skipped.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { step } from "./step.mjs";

const OLDEST_NODE = [20, 19];
const GENERATED = "lib/db/generated";

/** Runs from the root of the checkout, wherever it was called from. */
export async function setUp() {
  process.chdir(path.dirname(import.meta.dirname));
  requireNode();
  if (!isInstalled()) await step("Install packages", install);
  if (!isGenerated()) await step("Generate the database client", generate);
}

/** Settings of this checkout. The environment itself comes first, then `.env.local`, then `.env`. */
export function loadSettings() {
  for (const file of [".env.local", ".env"]) if (fs.existsSync(file)) process.loadEnvFile(file);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Parley needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
}

const lockStamp = () => fingerprint(["package-lock.json"], `${process.platform} ${process.arch}`);
const LOCK_STAMP_FILE = "node_modules/.parley-lock";

function isInstalled() {
  return readIfThere(LOCK_STAMP_FILE) === lockStamp() || installedByHand();
}

/** npm writes down what it installed; when that agrees with the lock file, nothing is missing. */
function installedByHand() {
  const installed = JSON.parse(readIfThere("node_modules/.package-lock.json") ?? '{"packages":{}}').packages;
  const wanted = JSON.parse(fs.readFileSync("package-lock.json", "utf8")).packages;
  const agrees = Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || installed[name]?.version === version || (optional === true && installed[name] === undefined),
  );
  if (agrees) fs.writeFileSync(LOCK_STAMP_FILE, lockStamp());
  return agrees;
}

async function install() {
  await npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  fs.writeFileSync(LOCK_STAMP_FILE, lockStamp());
}

const schemaStamp = () => fingerprint(["prisma/schema.prisma", "node_modules/prisma/package.json"]);
const SCHEMA_STAMP_FILE = path.join(GENERATED, ".parley-schema");

function isGenerated() {
  return fs.existsSync(path.join(GENERATED, "client.ts")) && readIfThere(SCHEMA_STAMP_FILE) === schemaStamp();
}

async function generate() {
  await run(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    // Generating needs no engine, but the command insists on having one and would download it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
  fs.writeFileSync(SCHEMA_STAMP_FILE, schemaStamp());
}

function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js")) return run(process.execPath, [cli, ...args]);
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args);
}

/** Runs a program quietly; what it said is shown only when it fails. */
function run(program, args, extraEnv = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...extraEnv },
      shell: program.endsWith(".cmd"),
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(args[0] ?? program)} ended with ${signal ?? code}:\n${said.trim()}`));
    });
  });
}

function fingerprint(files, salt = "") {
  const hash = createHash("sha256").update(salt);
  for (const file of files) hash.update(fs.readFileSync(file));
  return hash.digest("hex");
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
