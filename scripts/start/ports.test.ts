import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { planStart } from "@/scripts/start/plan";
import { freePort, requirePortsFree } from "@/scripts/start/ports";

const VARIABLES = ["PORT", "EMBEDDED_PG_PORT", "SANDBOX_STRIPE_PORT", "SANDBOX_OPENAI_PORT", "SANDBOX_CONTROL_PORT"];
const holders: net.Server[] = [];
let environment: Record<string, string> = {};

beforeEach(async () => {
  environment = {};
  for (const name of VARIABLES) environment[name] = String(await freePort());
});
afterEach(async () => {
  for (const holder of holders.splice(0)) await new Promise((resolve) => holder.close(resolve));
});

async function take(variable: string): Promise<void> {
  const holder = net.createServer();
  holders.push(holder);
  await new Promise<void>((resolve) => holder.listen(Number(environment[variable]), "127.0.0.1", resolve));
}

const check = (more: Record<string, string> = {}) =>
  requirePortsFree(planStart({ ...environment, ...more }, { isDev: false }));

test("free ports are no news", async () => {
  await expect(check()).resolves.toBeUndefined();
});

test.each(VARIABLES)("a port that is taken is told with the variable that moves it: %s", async (variable) => {
  await take(variable);
  const telling = new RegExp(`- ${environment[variable]} \\(.+\\) is taken: .* set ${variable}$`, "m");
  await expect(check()).rejects.toThrow(telling);
});

test("all of them are told at once, so that nobody meets them one by one", async () => {
  for (const variable of VARIABLES) await take(variable);
  const failure = await check().catch((error: unknown) => error);
  for (const variable of VARIABLES) expect(String(failure)).toContain(`set ${variable}`);
});

test("two parts that want one port are told apart", async () => {
  const one = environment["SANDBOX_STRIPE_PORT"] ?? "";
  await expect(check({ SANDBOX_OPENAI_PORT: one })).rejects.toThrow(
    `${one} (the openai sandbox) is claimed twice: give SANDBOX_OPENAI_PORT another port`,
  );
});

describe("a port that this start does not need may be taken:", () => {
  test("PostgreSQL's, when the database is somebody else's", async () => {
    await take("EMBEDDED_PG_PORT");
    await expect(check({ DATABASE_URL: "postgresql://db.example/parley" })).resolves.toBeUndefined();
  });

  test("a sandbox's, when the real service is used", async () => {
    await take("SANDBOX_STRIPE_PORT");
    await expect(check({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" })).resolves.toBeUndefined();
  });
});

test("a free port can be listened on, and no port is given twice", async () => {
  await Promise.all(VARIABLES.map(take)); // Throws where one of them is held.
  const ports = await Promise.all(Array.from({ length: 500 }, freePort)); // Of 12,001: by chance alone, some would meet.
  expect(new Set(ports).size).toBe(ports.length);
});

test("a port is chosen below those the system hands to outgoing connections", async () => {
  expect(await freePort()).toBeLessThan(32_768); // Linux's first, net.ipv4.ip_local_port_range; elsewhere it is 49152.
});
