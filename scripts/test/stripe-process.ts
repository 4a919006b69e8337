import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { judgeHeard, listeningIn } from "./stripe-judge";

export type StripeProcess = {
  url: string;
  /** Ends it. @returns what it answered otherwise than the SDK declares; nothing when it did not. */
  stop(): Promise<string | undefined>;
};

/**
 * A Stripe sandbox of a test's own, as a process of which nothing is known but its address.
 * @throws Error when it ends before it says where it is.
 */
export async function startStripe(): Promise<StripeProcess> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-process-"));
  const heard = path.join(folder, "heard");
  const sandbox = spawn(process.execPath, ["--import", "tsx", "sandbox/stripe/server.ts"], {
    env: { ...process.env, SANDBOX_STRIPE_PORT: "0", SANDBOX_DATA_DIR: folder, ...listeningIn(heard) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => sandbox.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    sandbox.stdout.on("data", (data: Buffer) => {
      said += data.toString();
      const address = /http:\/\/\S+(?=\s)/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(`The Stripe sandbox did not start: ${said}`)));
  });
  return {
    url,
    stop: async () => {
      sandbox.kill("SIGTERM");
      await ended;
      const complaint = judgeHeard(heard);
      fs.rmSync(folder, { recursive: true, force: true });
      return complaint;
    },
  };
}
