import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { embeddedPostgres } from "@/scripts/db/embedded";
import { clearLeftovers, readPostmaster } from "@/scripts/db/postmaster";
import { isAlive, isSameProcess, markOf, untilGone } from "@/scripts/db/processes";
import { startChild } from "@/scripts/start/children";
import { planStart } from "@/scripts/start/plan";
import { freePort, requirePortsFree } from "@/scripts/start/ports";
import { LIVE_SETTINGS } from "@/scripts/start/testing/live-settings";
import { claimRun, type Run } from "@/scripts/start/run-record";
import { readSecrets } from "@/scripts/start/secrets";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley start "));
fs.chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A process that does nothing until it is ended. The word makes it look like one of ours. */
function idle(word = "server"): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", word], { stdio: "ignore" });
  children.push(child);
  if (child.pid === undefined) throw new Error("It did not start.");
  return Object.assign(child, { pid: child.pid });
}

const plan = (environment: Record<string, string>) => planStart(environment, { isDev: false });

describe("what a start decides", () => {
  test("with nothing configured: a sandbox of its own on loopback", () => {
    expect(plan({})).toMatchObject({
      mode: "sandbox",
      host: "127.0.0.1",
      databaseUrl: undefined,
      sandboxes: ["stripe", "openai", "control"],
    });
  });

  test("a service with a key is not stood in for", () => {
    expect(plan({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" }).sandboxes).toEqual(["openai", "control"]);
  });

  test("a database that is named is not ours to run", () => {
    expect(plan({ DATABASE_URL: "postgresql://db.example/parley" }).databaseUrl).toBe("postgresql://db.example/parley");
  });

  test("live mode names everything that is missing", () => {
    expect(() => plan({ PARLEY_MODE: "live", AUTH_SECRET: "short" })).toThrow(
      /APP_URL.*DATABASE_URL.*STRIPE_SECRET_KEY.*STRIPE_WEBHOOK_SECRET.*SENDGRID_API_KEY.*MAIL_FROM.*OPENAI_API_KEY.*AUTH_SECRET/s,
    );
  });

  test("live mode starts no sandbox", () => {
    expect(plan(LIVE_SETTINGS)).toMatchObject({ mode: "live", sandboxes: [], host: "0.0.0.0" });
  });
});

test("a taken port is named with what wants it and the variable that moves it", async () => {
  const holder = net.createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
  const others = {
    PORT: await freePort(),
    EMBEDDED_PG_PORT: await freePort(),
    SANDBOX_OPENAI_PORT: await freePort(),
    SANDBOX_CONTROL_PORT: await freePort(),
  };
  const environment = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
  await expect(requirePortsFree(plan({ ...environment, SANDBOX_STRIPE_PORT: String(port) }))).rejects.toThrow(
    new RegExp(`${port} \\(the stripe sandbox\\) is taken: .* set SANDBOX_STRIPE_PORT`),
  );
  await new Promise((resolve) => holder.close(resolve));
});

test("secrets are made once, and only their owner may read them", () => {
  const data = path.join(folder, "secrets");
  const made = readSecrets(data);
  expect(readSecrets(data)).toEqual(made);
  expect(fs.statSync(path.join(data, "secrets.json")).mode & 0o777).toBe(0o600);
});

describe("who runs in a data folder", () => {
  const record = (data: string) => path.join(data, "run.json");
  const write = (data: string, main: object, kids: object[]) => {
    fs.mkdirSync(data, { recursive: true });
    fs.writeFileSync(record(data), JSON.stringify({ main, appUrl: "http://localhost:3000", children: kids }));
  };

  test("a second start in the same folder is refused, with where the first one is", async () => {
    const data = path.join(folder, "taken");
    write(data, markOf(idle().pid) ?? {}, []);
    await expect(claimRun(data, "http://localhost:4000")).rejects.toThrow(
      /runs in this folder already, on http:\/\/localhost:3000/,
    );
  });

  test("what a killed run left is ended", async () => {
    const data = path.join(folder, "orphans");
    const orphan = idle();
    write(data, { pid: orphan.pid, startedAt: "another time" }, [{ name: "The app", ...markOf(orphan.pid) }]);
    const { run, ended } = await claimRun(data, "http://localhost:4000");
    expect(ended).toEqual(["The app"]);
    expect(await untilGone(orphan.pid, 0)).toBe(true);
    run.release();
    expect(fs.existsSync(record(data))).toBe(false);
  });

  test("whoever got the number of a dead child since is left alone, and so is a stranger", async () => {
    const data = path.join(folder, "strangers");
    const [reused, stranger] = [idle(), idle("somebody-else")];
    write(data, { pid: 1, startedAt: "never" }, [
      { name: "The app", pid: reused.pid, startedAt: "another time" },
      { name: "The app", ...markOf(stranger.pid) },
    ]);
    expect((await claimRun(data, "http://localhost:4000")).ended).toEqual([]);
    expect([isAlive(reused.pid), isAlive(stranger.pid)]).toEqual([true, true]);
  });

  test("a record that is not ours ends nobody", async () => {
    const data = path.join(folder, "torn");
    fs.mkdirSync(data);
    fs.writeFileSync(record(data), '{"main":');
    expect((await claimRun(data, "http://localhost:4000")).ended).toEqual([]);
  });
});

describe("a child", () => {
  const run: Run = { add: () => {}, release: () => {} };
  const logFile = path.join(folder, "child.log");
  const child = (script: string) =>
    startChild({ name: "The child", args: ["-e", script], env: process.env, logFile }, run);

  test("that breaks is reported with its last words", async () => {
    const { untilDone } = child("console.error('no such table'); process.exit(3)");
    await expect(untilDone).rejects.toThrow(/The child ended with 3.*no such table/s);
  });

  test("that does not listen is ended all the same", async () => {
    const { process: started, stop } = child("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
    await stop();
    expect(await untilGone(started.pid ?? 0, 2_000)).toBe(true);
  });

  test.each([
    ["while it runs", 300],
    ["before it was loaded", 0],
  ])("ends when whoever started it was killed %s", async (_when, afterMs) => {
    const script = `
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["--import", ${JSON.stringify(path.resolve("scripts/start/end-with-parent.mjs"))}, "-e", "setInterval(() => {}, 1000)"],
        { detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"], env: { ...process.env, PARLEY_PARENT_PID: String(process.pid) } });
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    children.push(parent);
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk))),
    );
    // Mostly long enough for the child to have loaded what watches.
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    parent.kill("SIGKILL");
    expect(await untilGone(pid, 10_000)).toBe(true);
  });
});

describe("PostgreSQL", () => {
  const data = path.join(folder, "postgres");
  const start = async () => {
    const server = embeddedPostgres({ folder: data, port: await freePort(), password: "secret", durable: false });
    if (!fs.existsSync(path.join(data, "PG_VERSION"))) await server.initialise();
    await server.start();
    return server;
  };

  test("is stopped cleanly: it leaves no pid file", async () => {
    const server = await start();
    expect(readPostmaster(data)).toMatchObject({ isReady: true });
    await server.stop();
    expect(readPostmaster(data)).toBeUndefined();
  });

  test("that a killed run left is ended before the next one starts", async () => {
    await start();
    const left = readPostmaster(data)?.pid ?? 0;
    const again = await start();
    expect(readPostmaster(data)?.pid).not.toBe(left);
    expect(await untilGone(left, 0)).toBe(true);
    await again.stop();
  });

  test("a pid file of a number that is somebody else's now is removed, and that process left alone", async () => {
    const other = idle();
    const mark = markOf(other.pid);
    fs.writeFileSync(path.join(data, "postmaster.pid"), `${other.pid}\n${data}\n`);
    expect(await clearLeftovers(data)).toBe("removed a stale pid file");
    expect(mark && isSameProcess(mark)).toBe(true);
  });
});
