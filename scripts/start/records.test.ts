import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { SEEDED_PASSWORD, SEEDED_PEOPLE } from "@/prisma/seeded-people";
import { factsFile, welcome, writeFacts } from "@/scripts/start/announce";
import { planStart } from "@/scripts/start/plan";
import { claimRun } from "@/scripts/start/run-record";
import { readSecrets, writePrivate, writeSecrets } from "@/scripts/start/secrets";
import { isSeeded, markSeeded } from "@/scripts/start/seeded";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "parley records "));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
let dataDir = "";
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(root, "data "));
});

const modeOf = (file: string) => fs.statSync(file).mode & 0o777;
const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(dataDir, name), "utf8"));
const plan = (more: Record<string, string> = {}) => planStart({ PARLEY_DATA_DIR: dataDir, ...more }, { isDev: false });
const NOWHERE = "postgresql://x:y@127.0.0.1:1/z";

describe("a private file", () => {
  test("is its owner's alone, in a folder that is made for it", () => {
    const file = path.join(dataDir, "deep", "secrets.json");
    writePrivate(file, { key: "value" });
    expect(modeOf(file)).toBe(0o600);
    expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual({ key: "value" });
  });

  test("that others could read before can not be read by them after", () => {
    const file = path.join(dataDir, "secrets.json");
    fs.writeFileSync(file, "{}", { mode: 0o644 });
    writePrivate(file, { key: "value" });
    expect(modeOf(file)).toBe(0o600);
  });

  test("is not disturbed by what a killed write left, and leaves nothing beside itself", () => {
    const file = path.join(dataDir, "secrets.json");
    fs.writeFileSync(`${file}.${process.pid}`, "half of", { mode: 0o644 });
    writePrivate(file, { key: "value" });
    expect(fs.readdirSync(dataDir)).toEqual(["secrets.json"]);
    expect(modeOf(file)).toBe(0o600);
  });
});

describe("the secrets of a sandbox", () => {
  test("are another's in another folder, and long enough to sign with", () => {
    const [one, other] = [readSecrets(path.join(dataDir, "one")), readSecrets(path.join(dataDir, "other"))];
    expect(one.authSecret).not.toBe(other.authSecret);
    expect(one.databasePassword).not.toBe(other.databasePassword);
    expect(one.authSecret.length).toBeGreaterThanOrEqual(32);
  });

  test("keep what is added to them", () => {
    const secrets = readSecrets(dataDir);
    writeSecrets(dataDir, { ...secrets, webhookSecret: "whsec_1" });
    expect(readSecrets(dataDir)).toEqual({ ...secrets, webhookSecret: "whsec_1" });
  });

  test.each([["{"], ["{}"], ['{"databasePassword":"","authSecret":""}']])(
    "that are torn (%s) are not replaced in silence: the database would refuse the new ones",
    (text) => {
      fs.writeFileSync(path.join(dataDir, "secrets.json"), text);
      expect(() => readSecrets(dataDir)).toThrow(/secrets\.json can not be read\. Put it back .* or remove/);
      expect(fs.readFileSync(path.join(dataDir, "secrets.json"), "utf8")).toBe(text);
    },
  );
});

describe("the record of a run", () => {
  test("has each child with its port and the moment it began, and only its owner may read it", async () => {
    const { run } = await claimRun(dataDir, "http://localhost:3000");
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "server"], { stdio: "ignore" });
    run.add({ name: "The app", pid: child.pid ?? 0, port: 3000 });
    expect(read("run.json")).toMatchObject({
      appUrl: "http://localhost:3000",
      main: { pid: process.pid },
      children: [{ name: "The app", pid: child.pid, port: 3000, startedAt: expect.stringMatching(/^\d+$/) as string }],
    });
    expect(modeOf(path.join(dataDir, "run.json"))).toBe(0o600);
    child.kill("SIGKILL");
    run.release();
    run.release();
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test("leaves out a child that was gone before it could be noted", async () => {
    const { run } = await claimRun(dataDir, "http://localhost:3000");
    run.add({ name: "The app", pid: 2 ** 22 + 1 });
    expect(read("run.json")).toMatchObject({ children: [] });
  });

  test("of this very process is its own to take again", async () => {
    await claimRun(dataDir, "http://localhost:3000");
    expect((await claimRun(dataDir, "http://localhost:3001")).ended).toEqual([]);
    expect(read("run.json")).toMatchObject({ appUrl: "http://localhost:3001" });
  });

  test.each([
    ["of another version", { main: { process: 1 } }],
    ["with a number that is none", { main: { pid: -1, startedAt: "1" }, appUrl: "", children: [] }],
  ])("%s ends nobody and is replaced", async (_what, record) => {
    fs.writeFileSync(path.join(dataDir, "run.json"), JSON.stringify(record));
    expect((await claimRun(dataDir, "http://localhost:3000")).ended).toEqual([]);
    expect(read("run.json")).toMatchObject({ main: { pid: process.pid } });
  });
});

describe("whether the seed is skipped", () => {
  test("it is not, where none ever ran: nobody is even asked", async () => {
    expect(await isSeeded(plan(), NOWHERE)).toBe(false);
  });

  test.each([
    ["the address changed", { PORT: "5000" }],
    ["another service is stood in for", { PARLEY_MODE: "sandbox", OPENAI_API_KEY: "sk-1" }],
  ])("it is not, since %s", async (_what, change) => {
    markSeeded(plan());
    expect(await isSeeded(plan(change), NOWHERE)).toBe(false);
  });

  test("a stamp alone is not believed: the database is asked, and one that is away is no yes", async () => {
    markSeeded(plan());
    await expect(isSeeded(plan(), NOWHERE)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("what a start says at its end", () => {
  test("is where to go, who can sign in and where the mailbox is", () => {
    const words = welcome(plan({ PORT: "5000", SANDBOX_CONTROL_PORT: "5003" }), "parley_abc");
    expect(words).toContain("http://localhost:5000/api/v1  key parley_abc");
    for (const fact of ["http://localhost:5000", "http://localhost:5003", SEEDED_PASSWORD, "Ctrl-C stops everything"])
      expect(words).toContain(fact);
    for (const { email } of SEEDED_PEOPLE) expect(words).toContain(email);
  });

  test("names no sandbox of a service that is real", () => {
    const words = welcome(plan({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" }), undefined);
    expect(words).not.toContain("Stripe sandbox");
    expect(words).toContain("OpenAI sandbox");
  });

  test("names nobody and no password in live mode", () => {
    const words = welcome({ ...plan(), mode: "live" }, undefined);
    expect(words).toContain("http://localhost:3000");
    expect(words).not.toContain(SEEDED_PASSWORD);
  });

  test("is on disk for other programs, but not for other people: it holds the database's password", () => {
    const databaseUrl = "postgresql://parley:secret@127.0.0.1/parley";
    const facts = { appUrl: "http://localhost:3000", databaseUrl };
    writeFacts(plan(), { databaseUrl, webhookSecret: undefined, apiKey: undefined });
    expect(read("sandbox.json")).toMatchObject({ ...facts, webhookSecret: null, apiKey: null });
    writeFacts(plan(), { databaseUrl, webhookSecret: "whsec_1", apiKey: "parley_1" });
    expect(read("sandbox.json")).toMatchObject({ ...facts, webhookSecret: "whsec_1", apiKey: "parley_1" });
    expect(modeOf(factsFile(dataDir))).toBe(0o600);
  });
});
