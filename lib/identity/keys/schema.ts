import { z } from "zod";
import { KEY_SCOPES, type KeyScope } from "@/lib/identity/schema";

/** Wire shapes and views of one's own API keys, shared by browser and server. */

/** Live ones; what is revoked or over does not count. */
export const MOST_KEYS = 20;
export const KEY_NAME_LENGTH = 60;
/** Days a key may be made for; or it has no end. */
export const KEY_LIVES = ["none", "30", "90", "365"] as const;
/** How long the old one goes on when a key is rotated. */
export const OVERLAPS = ["none", "day", "week"] as const;
export type Overlap = (typeof OVERLAPS)[number];

const MOST_PER_MINUTE = 100_000;
const MOST_DOLLARS = 1_000_000n;
const MICROS_A_CENT = 10_000n;

const KeyName = z
  .string("Enter a name.")
  .trim()
  .min(1, "Enter a name.")
  .max(KEY_NAME_LENGTH, `Use at most ${KEY_NAME_LENGTH} characters.`)
  .regex(/^\P{Cc}*$/u, "Use letters, spaces and signs only.");

/** Empty is without a limit. */
const PerMinute = z
  .string()
  .trim()
  .regex(/^\d*$/, "Enter a whole number, like 60.")
  .transform((typed) => (typed === "" ? undefined : Number(typed)))
  .refine((count) => count === undefined || (count >= 1 && count <= MOST_PER_MINUTE), {
    error: `Choose 1 to ${MOST_PER_MINUTE.toLocaleString("en-US")}.`,
  });

/** Dollars as they are typed, "25" or "12.50", in micro-dollars; empty is without a budget. */
const Budget = z
  .string()
  .trim()
  .regex(/^(?:\d{1,9}(?:[.,]\d{1,2})?)?$/, "Enter dollars, like 25 or 12.50.")
  .transform((typed) => (typed === "" ? undefined : microsOf(typed)))
  .refine((micros) => micros === undefined || (micros > 0n && micros <= MOST_DOLLARS * 100n * MICROS_A_CENT), {
    error: `Choose $0.01 to $${MOST_DOLLARS.toLocaleString("en-US")}.`,
  });

function microsOf(typed: string): bigint {
  const [dollars = "", cents = ""] = typed.split(/[.,]/);
  return (BigInt(dollars) * 100n + BigInt(cents.padEnd(2, "0"))) * MICROS_A_CENT;
}

/** A box in a form: there when it is ticked. */
const Tick = z.literal("on").optional();

export const CreateKey = z
  .object({
    name: KeyName,
    models: Tick,
    chat: Tick,
    embeddings: Tick,
    days: z.enum(KEY_LIVES, "Choose how long it works."),
    requestsPerMinute: PerMinute,
    budget: Budget,
  })
  .transform(({ name, days, requestsPerMinute, budget, ...ticks }, context) => {
    const scopes = KEY_SCOPES.filter((scope) => ticks[scope] === "on");
    if (scopes.length === 0) {
      context.addIssue({
        code: "custom",
        path: ["scopes"],
        message: "Tick at least one: a key for nothing opens nothing.",
      });
    }
    return { name, scopes, days: days === "none" ? undefined : Number(days), requestsPerMinute, budgetMicros: budget };
  });
export type CreateKey = z.infer<typeof CreateKey>;

export const RenameKey = z.object({ id: z.uuid(), name: KeyName });
export type RenameKey = z.infer<typeof RenameKey>;

export const ChosenKey = z.object({ id: z.uuid() });
export type ChosenKey = z.infer<typeof ChosenKey>;

export const RotateKey = z.object({ id: z.uuid(), overlap: z.enum(OVERLAPS, "Choose how long the old key works on.") });
export type RotateKey = z.infer<typeof RotateKey>;

/** A key as its owner sees it: never the key itself. */
export type KeyView = {
  id: string;
  name: string;
  /** Both ends of what is random in it. */
  prefix: string;
  scopes: KeyScope[];
  requestsPerMinute: number | null;
  budgetMicros: bigint | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  state: "live" | "expired" | "revoked";
  /** Another key was made to take its place. */
  isReplaced: boolean;
};
