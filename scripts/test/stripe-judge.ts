import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const LISTEN_IN = pathToFileURL(path.resolve("sandbox/stripe/testing/listen-in.mjs")).href;
const JUDGE = "sandbox/stripe/schema-judge/judge-heard.ts";

/** The environment in which the Stripe sandbox writes down what it answers and posts. Other programs do not mind it. */
export function listeningIn(file: string): { NODE_OPTIONS: string; STRIPE_HEARD: string } {
  return { NODE_OPTIONS: `--import ${LISTEN_IN}`, STRIPE_HEARD: file };
}

/** @returns what was wrong, by the SDK's own types, with what was written down; nothing when nothing was. */
export function judgeHeard(file: string): string | undefined {
  if (!fs.existsSync(file)) return undefined;
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", JUDGE, file], {
    env,
    encoding: "utf8",
  });
  return status === 0 ? undefined : `The Stripe sandbox did not answer as the SDK declares:\n${stdout}${stderr}`;
}
