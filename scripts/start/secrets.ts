import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";

const Secrets = z.object({
  databasePassword: z.string().min(1),
  authSecret: z.string().min(32),
  /** Given by the Stripe sandbox when its webhook endpoint is made. */
  webhookSecret: z.string().optional(),
  /** Of the seeded Pro customer. The database has only its hash. */
  apiKey: z.string().optional(),
});
export type Secrets = z.infer<typeof Secrets>;

/**
 * What a sandbox keeps secret from run to run: made once, readable by its owner alone.
 * @throws Error when they are torn: new ones in their place would lock us out of our own database.
 */
export function readSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir);
  if (fs.existsSync(file)) return parseSecrets(file);
  const secrets = { databasePassword: randomBytes(18).toString("hex"), authSecret: randomBytes(32).toString("hex") };
  writeSecrets(dataDir, secrets);
  return secrets;
}

function parseSecrets(file: string): Secrets {
  try {
    return Secrets.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    const advice = `Put it back as it was, or remove ${path.dirname(file)} to begin anew without its data.`;
    throw new Error(`The sandbox's secrets in ${file} can not be read. ${advice}`, { cause: error });
  }
}

export function writeSecrets(dataDir: string, secrets: Secrets): void {
  writePrivate(secretsFile(dataDir), secrets);
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export function writePrivate(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  fs.rmSync(partial, { force: true });
  fs.writeFileSync(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(partial, file);
}

function secretsFile(dataDir: string): string {
  return path.join(dataDir, "secrets.json");
}
