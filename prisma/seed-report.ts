import { z } from "zod";

/** What the seed tells the start that ran it. */
export const SeedReport = z.object({
  made: z.array(z.enum(["people", "prices", "webhook endpoint", "Pro subscription", "API key"])),
  webhookSecret: z.string().optional(),
  apiKey: z.string().optional(),
});
export type SeedReport = z.infer<typeof SeedReport>;
export type MadeBySeed = SeedReport["made"][number];
