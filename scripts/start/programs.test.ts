import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Child, startChild } from "@/scripts/start/children";
import { planStart } from "@/scripts/start/plan";
import { freePort } from "@/scripts/start/ports";
import {
  childEnvironment,
  knownToNode,
  runToEnd,
  SPARING_HEAP,
  SPARING_MALLOC,
  untilAnswering,
} from "@/scripts/start/programs";
import type { Run } from "@/scripts/start/run-record";
import { LIVE_SETTINGS } from "@/scripts/start/testing/live-settings";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley programs "));
const known: { name: string; port?: number }[] = [];
const run: Run = { add: (child) => void known.push(child), release: () => {} };
const children: Child[] = [];
const servers: http.Server[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function child(script: string): Child {
  const started = startChild(
    { name: "The app", args: ["-e", script], env: process.env, port: 4000, logFile: path.join(folder, "app.log") },
    run,
  );
  children.push(started);
  return started;
}

const IDLE = "setInterval(() => {}, 1000)";

describe("what a child sees", () => {
  const sandbox = planStart({ PORT: "5000", SANDBOX_STRIPE_PORT: "5001" }, { isDev: false });

  test("is what this start decided, spelled out", () => {
    const env = childEnvironment(sandbox, { databaseUrl: "postgresql://here/parley", authSecret: "made once" });
    expect(env).toMatchObject({
      NODE_ENV: "production",
      PARLEY_MODE: "sandbox",
      PORT: "5000",
      APP_URL: "http://localhost:5000",
      HOSTNAME: "127.0.0.1",
      DATABASE_URL: "postgresql://here/parley",
      AUTH_SECRET: "made once",
      SANDBOX_STRIPE_PORT: "5001",
    });
    expect(path.isAbsolute(env.SANDBOX_DATA_DIR)).toBe(true);
  });

  test("has the sandbox's webhook secret once that is known, and only where the sandbox is Stripe", () => {
    const databaseUrl = "postgresql://here/parley";
    // What this process itself was given, if anything, passes through.
    const given = process.env["STRIPE_WEBHOOK_SECRET"];
    expect(Reflect.get(childEnvironment(sandbox, { databaseUrl }), "STRIPE_WEBHOOK_SECRET")).toBe(given);
    expect(childEnvironment(sandbox, { databaseUrl, webhookSecret: "whsec_made" })).toMatchObject({
      STRIPE_WEBHOOK_SECRET: "whsec_made",
    });
    const real = planStart(LIVE_SETTINGS, { isDev: false });
    const away = childEnvironment(real, { databaseUrl, webhookSecret: "whsec_made" });
    expect(Reflect.get(away, "STRIPE_WEBHOOK_SECRET")).toBe(given);
  });

  test("follows the sandbox's clock, and only where the sandbox is Stripe", () => {
    const databaseUrl = "postgresql://here/parley";
    const given = process.env["WORLD_CLOCK_URL"];
    const clockOf = (plan: typeof sandbox) => Reflect.get(childEnvironment(plan, { databaseUrl }), "WORLD_CLOCK_URL");
    expect(clockOf(sandbox)).toBe("http://127.0.0.1:5001/_sandbox/clock");
    const withKey = planStart({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" }, { isDev: false });
    for (const plan of [withKey, planStart(LIVE_SETTINGS, { isDev: false })]) expect(clockOf(plan)).toBe(given);
  });

  test("listens to the network in live mode only", () => {
    const databaseUrl = "postgresql://here/parley";
    expect(childEnvironment(planStart(LIVE_SETTINGS, { isDev: false }), { databaseUrl }).HOSTNAME).toBe("0.0.0.0");
    expect(childEnvironment(sandbox, { databaseUrl }).HOSTNAME).toBe("127.0.0.1");
  });
});

describe("waiting for a server", () => {
  /** Answers 503 so many times, and then as it should. */
  async function slowServer(refusals: number): Promise<string> {
    let left = refusals;
    const server = http.createServer((_request, response) => {
      response.writeHead(left-- > 0 ? 503 : 404).end();
    });
    servers.push(server);
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${port}/`;
  }

  test("ends with its first answer below 500", async () => {
    await expect(untilAnswering(await slowServer(3), child(IDLE))).resolves.toBeUndefined();
  });

  test("ends when it starts to listen", async () => {
    const port = await freePort();
    const late = `setTimeout(() => require("node:http").createServer((q, r) => r.end()).listen(${port}, "127.0.0.1"), 300)`;
    await expect(untilAnswering(`http://127.0.0.1:${port}/`, child(late))).resolves.toBeUndefined();
  });

  test("ends with its last words when it breaks first", async () => {
    const broken = child("setTimeout(() => { console.error('EADDRINUSE'); process.exit(1); }, 100)");
    const waiting = untilAnswering(`http://127.0.0.1:${await freePort()}/`, broken);
    await expect(waiting).rejects.toThrow(/The app ended with 1\. It said:\n {2}EADDRINUSE/);
  });

  test("ends when it ends, however well", async () => {
    const waiting = untilAnswering(`http://127.0.0.1:${await freePort()}/`, child(""));
    await expect(waiting).rejects.toThrow("The app ended before it answered.");
  });
});

describe("a program that is run to its end", () => {
  const seed = (script: string) =>
    runToEnd(
      { name: "The seed", args: ["-e", script], logFile: path.join(folder, "logs", "seed.log") },
      { env: process.env, run, onStart: (started) => void children.push(started) },
    );

  test("is waited for", async () => {
    const done = path.join(folder, "done");
    await seed(`setTimeout(() => require("node:fs").writeFileSync(${JSON.stringify(done)}, ""), 200)`);
    expect(fs.existsSync(done)).toBe(true);
  });

  test("tells its last words, and where all of them are, when it fails", async () => {
    const failed = seed("for (let i = 0; i < 50; i++) console.log('line ' + i); process.exit(2)");
    await expect(failed).rejects.toThrow(
      /The seed ended with 2\. It said:\n {2}line 20\n[^]*line 49\nAll of it is in .*seed\.log\./,
    );
  });

  test("that a signal ended says which", async () => {
    await expect(seed("process.kill(process.pid, 'SIGKILL')")).rejects.toThrow("The seed ended with SIGKILL.");
  });
});

test("each child is on record, with its port, before anything is waited for", () => {
  known.length = 0;
  child(IDLE);
  expect(known).toMatchObject([{ name: "The app", port: 4000 }]);
});

test("the image is told to be as sparing with memory as what `npm start` serves", () => {
  const told = Object.entries(SPARING_MALLOC).map(([name, value]) => `${name}=${value}`);
  const dockerfile = fs.readFileSync("Dockerfile", "utf8");
  expect(dockerfile).toContain(`ENV ${told.join(" ")}\n`);
  expect(dockerfile).toContain(
    `CMD ${JSON.stringify(["node", ...SPARING_HEAP, "server/server.js"]).replaceAll(",", ", ")}\n`,
  );
});

test("this Node knows the flags that keep its heap small, and one that it does not know is left out", () => {
  expect(knownToNode(SPARING_HEAP)).toEqual(SPARING_HEAP);
  expect(knownToNode([...SPARING_HEAP, "--no-such-flag-of-v8=1"])).toEqual([]);
});
