import fs from "node:fs";
import { z } from "zod";

const Facts = z.object({
  appUrl: z.url(),
  stripeUrl: z.url(),
  openaiUrl: z.url(),
  controlUrl: z.url(),
  databaseUrl: z.string(),
  webhookSecret: z.string().nullable(),
  /** Of the seeded Pro customer. */
  apiKey: z.string().nullable(),
});

const file = process.env["E2E_FACTS"];
if (file === undefined)
  throw new Error("The browser tests start through `npm run e2e` or `npm test`, which start the product.");

export const factsFile = file;

/** Where the product under test and its sandboxes are. */
export const facts = Facts.parse(JSON.parse(fs.readFileSync(file, "utf8")));
