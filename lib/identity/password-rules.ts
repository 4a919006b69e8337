import "server-only";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { AppError } from "@/lib/platform/errors";

/** Of 0 to 4: from 3 on a password holds against offline guessing at moderate cost. */
const LOWEST_SCORE = 3;

/** Judging takes longer the longer a password is, and this much tells. */
const JUDGED_LENGTH = 64;

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * Refuses what guessers try first: the tens of thousands of passwords found in breaches, with their usual disguises
 * (P@ssw0rd2024), keyboard runs, repeats, dates, and the person's own address or name. Works without a network.
 * @throws AppError `invalid_input` on the field `field`.
 */
export function refuseGuessablePassword(
  password: string,
  about: readonly (string | null)[],
  field: "password" | "newPassword" = "password",
): void {
  const personal = about.flatMap((text) =>
    text === null ? [] : [...text.split("@"), ...text.split(/[^\p{L}\p{N}]+/u)],
  );
  const { score } = estimator.check(password.slice(0, JUDGED_LENGTH), [
    "parley",
    ...personal.filter((word) => word.length > 2),
  ]);
  if (score >= LOWEST_SCORE) return;
  throw new AppError("invalid_input", undefined, {
    fields: { [field]: ["This password is easy to guess. A few unrelated words make a good one."] },
  });
}
