import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { freePort } from "@/scripts/start/ports";
import { blankSettings } from "./blank-settings";

const Ready = z.object({
  ready: z.object({
    appUrl: z.string(),
    stripeUrl: z.string(),
    openaiUrl: z.string(),
    controlUrl: z.string(),
    databaseUrl: z.string(),
    webhookSecret: z.string().nullable(),
  }),
});

export type Product = { factsFile: string; logFile: string; stop(): Promise<void> };

/**
 * The product as `npm start` serves it, on free ports and with a database and sandboxes of its own; gone afterwards.
 * @throws Error with what the start said, when it does not come up.
 */
export async function startProduct(folder: string, extraEnv: Record<string, string> = {}): Promise<Product> {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const logFile = path.join(folder, "start.log");
  const log = fs.openSync(logFile, "w");
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    stdio: ["ignore", log, log, "ipc"],
    env: {
      ...process.env,
      ...blankSettings(),
      ...(await ports()),
      PARLEY_MODE: "sandbox",
      PARLEY_DATA_DIR: folder,
      ...extraEnv,
    },
  });
  fs.closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message) => Ready.safeParse(message).success && resolve());
    child.once("exit", () => reject(new Error(`The product did not start:\n${fs.readFileSync(logFile, "utf8")}`)));
  });
  return {
    logFile,
    factsFile: path.join(folder, "sandbox.json"),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

async function ports(): Promise<Record<string, string>> {
  const names = ["PORT", "EMBEDDED_PG_PORT", "SANDBOX_STRIPE_PORT", "SANDBOX_OPENAI_PORT", "SANDBOX_CONTROL_PORT"];
  const taken: Record<string, string> = {};
  for (const name of names) taken[name] = String(await freePort());
  return taken;
}
