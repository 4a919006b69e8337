import { randomInt } from "node:crypto";
import net from "node:net";
import type { Plan } from "./plan";

type Claim = { port: number; variable: string; owner: string };

/** @throws Error that names each taken port, what wants it and the variable that moves it. */
export async function requirePortsFree(plan: Plan): Promise<void> {
  const claims = claimsOf(plan);
  const problems = claims
    .filter(({ port }, index) => claims.findIndex((other) => other.port === port) < index)
    .map(({ port, variable, owner }) => `  - ${port} (${owner}) is claimed twice: give ${variable} another port`);
  for (const { port, variable, owner } of claims) {
    if (!(await isFree(port)))
      problems.push(`  - ${port} (${owner}) is taken: end the program that holds it, or set ${variable}`);
  }
  if (problems.length > 0) throw new Error(`Parley can not listen where it wants to:\n${problems.join("\n")}`);
}

/** Below what Linux, macOS and Windows hand to outgoing connections, so nobody takes one between its choice and its use. */
const CHOSEN_FROM = { first: 20_000, last: 32_000 };
const chosen = new Set<number>();

/** A port nobody listens on at this moment, and that this process was not given before. */
export async function freePort(): Promise<number> {
  const port = randomInt(CHOSEN_FROM.first, CHOSEN_FROM.last + 1);
  if (chosen.has(port)) return freePort();
  chosen.add(port); // Before anything is waited for: others choose at the same moment.
  return (await isFree(port)) ? port : freePort();
}

function claimsOf({ ports, databaseUrl, sandboxes }: Plan): Claim[] {
  return [
    { port: ports.app, variable: "PORT", owner: "the app" },
    ...(databaseUrl === undefined ? [{ port: ports.postgres, variable: "EMBEDDED_PG_PORT", owner: "PostgreSQL" }] : []),
    ...sandboxes.map((name) => ({
      port: ports[name],
      variable: `SANDBOX_${name.toUpperCase()}_PORT`,
      owner: `the ${name} sandbox`,
    })),
  ];
}

async function isFree(port: number): Promise<boolean> {
  try {
    const probe = await listen(port);
    await new Promise((resolve) => probe.close(resolve));
    return true;
  } catch {
    return false; // Taken, or not ours to take (below 1024).
  }
}

function listen(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
