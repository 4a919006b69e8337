import fs from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@/scripts/db/migrate";
import { step } from "@/scripts/step.mjs";
import { welcome, writeFacts } from "./announce";
import { build, findBuild } from "./build";
import { type Child, killAll } from "./children";
import { endLeftoverDatabase, startDatabase } from "./database";
import { type Ending, planEnding } from "./ending";
import { type Plan, planStart } from "./plan";
import { requirePortsFree } from "./ports";
import { BUILD_ARGS, childEnvironment, runToEnd, startApp, startSandbox, untilAnswering } from "./programs";
import { claimRun, type Run } from "./run-record";
import { readSecrets } from "./secrets";
import { seed } from "./seeding";

type World = { plan: Plan; run: Run; ending: Ending; children: Child[] };

/**
 * Everything between an installed checkout and a page in the browser; stays until it is told to stop.
 * @throws never: what goes wrong is printed, undone and ends the process with 1.
 */
export async function start({ isDev }: { isDev: boolean }): Promise<void> {
  const children: Child[] = [];
  const ending = planEnding(() => {
    for (const { process: child } of children)
      if (child.pid !== undefined && child.exitCode === null) killAll(child.pid);
  });
  try {
    const plan = planStart(process.env, { isDev });
    const run = await claim(plan);
    ending.add("The record of this run", () => run.release());
    const { apiKey } = await bringUp({ plan, run, ending, children });
    console.log(welcome(plan, apiKey));
    await Promise.race(children.map(untilItFails));
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await ending.run(1);
  }
}

/** None of them is meant to end while we serve. */
async function untilItFails({ name, untilDone }: Child): Promise<never> {
  await untilDone;
  throw new Error(`${name} ended by itself.`);
}

async function claim(plan: Plan): Promise<Run> {
  fs.mkdirSync(plan.dataDir, { recursive: true });
  const { run, ended } = await claimRun(plan.dataDir, plan.appUrl);
  if (ended.length > 0) console.log(`Ended what a killed run had left: ${ended.join(", ")}`);
  return run;
}

/** @returns what the first lines on the screen tell besides the addresses. */
async function bringUp(world: World): Promise<{ apiKey: string | undefined }> {
  const { plan, run, ending } = world;
  const secrets = plan.mode === "sandbox" ? readSecrets(plan.dataDir) : undefined;
  await makeRoom(plan);

  const databaseUrl = plan.databaseUrl ?? (await embedded(world, secrets?.databasePassword ?? ""));
  const known = { databaseUrl, ...(secrets ? { authSecret: secrets.authSecret } : {}) };
  const env = childEnvironment(plan, known);
  const sandboxes = plan.sandboxes.map((name) => keep(world, startSandbox(name, plan, { env, run })));
  await step("Migrate", async (note) => {
    const applied = await migrateDatabase(databaseUrl);
    note(applied.length === 0 ? "nothing new" : `applied ${applied.length}`);
  });
  await sandboxUp(plan, sandboxes);
  const { webhookSecret, apiKey } = secrets ? await seed(plan, { env, run, ending }) : {};

  const serverFile = plan.isDev ? undefined : await builtServer(world, env);
  await step("Serve", async () => {
    const appEnv = childEnvironment(plan, { ...known, webhookSecret });
    const app = keep(world, startApp(plan, { serverFile, env: appEnv, run }));
    await untilAnswering(`http://127.0.0.1:${plan.ports.app}/api/health`, app);
  });
  if (secrets) writeFacts(plan, { databaseUrl, webhookSecret, apiKey });
  return { apiKey };
}

async function makeRoom(plan: Plan): Promise<void> {
  if (plan.databaseUrl === undefined) await endLeftoverDatabase(plan);
  await requirePortsFree(plan);
}

async function sandboxUp(plan: Plan, sandboxes: readonly Child[]): Promise<void> {
  if (sandboxes.length === 0) return;
  await step("Start the sandbox", async (note) => {
    const urls = plan.sandboxes.map((name) => `http://127.0.0.1:${plan.ports[name]}/`);
    await Promise.all(sandboxes.map((child, index) => untilAnswering(urls[index] ?? "", child)));
    note(plan.sandboxes.join(", "));
  });
}

/** Registers a child to be stopped; those started last stop first. */
function keep({ children, ending }: World, child: Child): Child {
  children.push(child);
  ending.add(child.name, () => child.stop());
  return child;
}

async function embedded({ plan, ending }: World, password: string): Promise<string> {
  return step("Start PostgreSQL", async (note) => {
    const { server, url } = await startDatabase(plan, password);
    ending.add("PostgreSQL", () => server.stop());
    note(`port ${plan.ports.postgres}`);
    return url;
  });
}

async function builtServer({ plan, run, ending }: World, env: NodeJS.ProcessEnv): Promise<string> {
  const found = findBuild();
  if (found !== undefined) return found;
  const program = { name: "The build", args: BUILD_ARGS, logFile: path.join(plan.dataDir, "logs", "build.log") };
  const onStart = (child: Child) => ending.add(child.name, () => child.stop());
  return step("Build", () => build(() => runToEnd(program, { env: { ...env, NO_COLOR: "1" }, run, onStart })));
}
