import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parley set up ")));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

let checkout = "";
const at = (file: string) => path.join(checkout, file);
function write(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), typeof content === "string" ? content : JSON.stringify(content));
}

const LOCK = {
  packages: {
    "": { name: "parley" },
    "node_modules/one": { version: "1.0.0" },
    "node_modules/for-another-platform": { version: "2.0.0", optional: true },
  },
};
/** Notes what it was asked for, and leaves what npm leaves. */
const NPM = `
  const fs = require("node:fs");
  fs.appendFileSync("asked.txt", "npm " + process.argv.slice(2).join(" ") + "\\n");
  if (fs.existsSync("npm-fails")) { console.error("ECONNREFUSED: no registry there"); process.exit(1); }
  fs.mkdirSync("node_modules", { recursive: true });
`;
const PRISMA = `
  const fs = require("node:fs");
  fs.appendFileSync("asked.txt", "prisma " + process.argv.slice(2).join(" ") + "\\n");
  if (fs.existsSync("prisma-fails")) { console.error("Error validating model"); process.exit(1); }
  fs.mkdirSync("lib/db/generated", { recursive: true });
  fs.writeFileSync("lib/db/generated/client.ts", "");
`;

/** A checkout in a folder with a blank, as far as the set-up looks at it, with an npm and a Prisma that only pretend. */
function aCheckout(): string {
  checkout = fs.mkdtempSync(path.join(root, "a checkout "));
  for (const name of ["setup.mjs", "step.mjs"]) {
    fs.mkdirSync(at("scripts"), { recursive: true });
    fs.copyFileSync(path.join("scripts", name), at(`scripts/${name}`));
  }
  write("package.json", { type: "commonjs" });
  write("package-lock.json", LOCK);
  write("npm.js", NPM);
  write("prisma/schema.prisma", "model User {}");
  write("node_modules/prisma/build/index.js", PRISMA);
  write("node_modules/prisma/package.json", { version: "7.0.0" });
  return checkout;
}
beforeEach(() => void aCheckout());

/** Runs the set-up from a folder that is not the checkout's. @returns what was asked of npm and Prisma this time. */
function setUp(before = "") {
  fs.rmSync(at("asked.txt"), { force: true });
  const script = `${before} const { setUp } = await import(${JSON.stringify(at("scripts/setup.mjs"))}); await setUp();`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, npm_execpath: at("npm.js") },
  });
  const asked = fs.existsSync(at("asked.txt")) ? fs.readFileSync(at("asked.txt"), "utf8").trim().split("\n") : [];
  return { asked: asked.map((line) => line.split(" ").slice(0, 2).join(" ")), ...run };
}

test("a fresh clone gets its packages and its client; the second time there is nothing to do", () => {
  const first = setUp();
  expect(first.asked).toEqual(["npm ci", "prisma generate"]);
  expect(first.stdout).toMatch(/^✓ Install packages .*\n✓ Generate the database client .*\n$/);
  expect(setUp()).toMatchObject({ asked: [], stdout: "", status: 0 });
});

let ready = "";
/** A checkout that is set up: the first test shows how it becomes so, and the others begin with a copy. */
function beReady(): void {
  fs.rmSync(checkout, { recursive: true });
  fs.cpSync(ready, checkout, { recursive: true });
}
beforeAll(() => {
  checkout = aCheckout();
  setUp();
  ready = checkout;
});

describe("packages are installed anew", () => {
  test("when the lock file changed", () => {
    beReady();
    write("package-lock.json", { packages: { ...LOCK.packages, "node_modules/two": { version: "1.0.0" } } });
    expect(setUp().asked).toEqual(["npm ci"]);
  });

  test("when the stamp is of another platform", () => {
    beReady();
    write("node_modules/.parley-lock", "copied from another machine");
    expect(setUp().asked).toEqual(["npm ci"]);
  });

  test("after an install that failed, whose words are shown", () => {
    write("npm-fails", "");
    const failed = setUp();
    expect(failed.status).toBe(1);
    expect(failed.stdout).toMatch(/^✗ Install packages/m);
    expect(failed.stderr).toContain("ECONNREFUSED: no registry there");
    fs.rmSync(at("npm-fails"));
    expect(setUp().asked).toEqual(["npm ci", "prisma generate"]);
  });
});

describe("packages installed by hand", () => {
  const installed = (packages: Record<string, { version: string }>) =>
    write("node_modules/.package-lock.json", { packages });

  test("are taken as they are when nothing is missing; what is for another platform may be", () => {
    installed({ "node_modules/one": { version: "1.0.0" } });
    expect(setUp().asked).toEqual(["prisma generate"]);
    expect(setUp().asked).toEqual([]);
  });

  test.each([
    ["of another version", { "node_modules/one": { version: "1.0.1" } }],
    ["incomplete", {}],
    [
      "whose optional part is of another version",
      { "node_modules/one": { version: "1.0.0" }, "node_modules/for-another-platform": { version: "1.9.9" } },
    ],
  ])("are not when they are %s", (_what, packages) => {
    installed(packages);
    expect(setUp().asked).toContain("npm ci");
  });
});

describe("the database client is generated anew", () => {
  test.each<[string, () => void]>([
    ["the schema changed", () => write("prisma/schema.prisma", "model User { id Int }")],
    ["Prisma itself did", () => write("node_modules/prisma/package.json", { version: "7.0.1" })],
    ["somebody removed it", () => fs.rmSync(at("lib/db/generated/client.ts"))],
    ["its stamp is gone", () => fs.rmSync(at("lib/db/generated/.parley-schema"))],
  ])("when %s", (_what, change) => {
    beReady();
    change();
    expect(setUp().asked).toEqual(["prisma generate"]);
    expect(setUp().asked).toEqual([]);
  });

  test("after a generation that failed, and the failure is told", () => {
    write("prisma-fails", "");
    expect(setUp().stderr).toContain("Error validating model");
    fs.rmSync(at("prisma-fails"));
    expect(setUp().asked).toEqual(["prisma generate"]);
  });
});

test.each([
  ["18.20.0", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["22.0.0", true],
])("Node %s: %s", (version, isGood) => {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
  const run = setUp(pretend);
  expect(run.status === 0).toBe(isGood);
  expect(run.stderr.includes(`Parley needs Node 20.19 or newer; this is ${version}.`)).toBe(!isGood);
  expect(run.asked.length > 0).toBe(isGood);
});

test("settings come from the environment first, then .env.local, then .env", () => {
  write(".env", "FROM_ENV=.env\nFROM_BOTH=.env\nFROM_ALL=.env\n");
  write(".env.local", "FROM_BOTH=.env.local\nFROM_ALL=.env.local\n");
  const script = `
    process.env.FROM_ALL = "the environment";
    const { loadSettings } = await import("./scripts/setup.mjs");
    loadSettings();
    console.log([process.env.FROM_ENV, process.env.FROM_BOTH, process.env.FROM_ALL].join());`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: checkout, encoding: "utf8" });
  expect(run.stdout.trim()).toBe(".env,.env.local,the environment");
});
