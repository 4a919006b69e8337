import "server-only";
import { z } from "zod";

/** Stripe's seconds since the epoch as a Date. */
export const moment = z
  .number()
  .transform((seconds) => new Date(seconds * 1_000))
  .pipe(z.date());
export const maybeMoment = moment.nullish().transform((value) => value ?? null);
export const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
/** An id, also where the whole object stands in its place. */
export const idOf = z
  .union([z.string(), z.object({ id: z.string() })])
  .transform((value) => (typeof value === "string" ? value : value.id));
export const maybeIdOf = idOf.nullish().transform((value) => value ?? null);
export const amount = z.number().int();
