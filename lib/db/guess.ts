import "server-only";
import type { Prisma } from "@/lib/db/client";

/**
 * What was so when it was last looked up here, and whether it still is, as an SQL condition. It saves a trip to the
 * database and is never believed: another process may have changed it since. So whoever takes one does nothing but one
 * statement that holds to the condition, and throws {@link WrongGuess} where that did not hold.
 */
export type Guess<Known> = { guess: Known; stands: Prisma.Sql };

/** What was guessed does not hold any more, or was not of use: it is to be looked up. Nothing was done. */
export class WrongGuess extends Error {
  override readonly name = "WrongGuess";
}

type Finding<Known> = { guess: Guess<Known> | undefined; lookUp: () => Promise<Known> };

/**
 * Works with a guess, and with what is looked up where there is none or it was wrong. Whatever else `work` throws, it is
 * looked up first: what that throws (nobody is signed in) is what the asker is told, as if it had been asked first.
 */
export async function withGuess<Known, Answer>(
  { guess, lookUp }: Finding<Known>,
  work: (known: Known | Guess<Known>) => Promise<Answer>,
): Promise<Answer> {
  if (guess === undefined) return work(await lookUp());
  try {
    return await work(guess);
  } catch (thrown) {
    const known = await lookUp();
    if (thrown instanceof WrongGuess) return work(known);
    throw thrown;
  }
}

/** What is known or guessed, and under which condition; without one it is known. */
export function guessed<Known extends object>(one: Known | Guess<Known>): { known: Known; stands?: Prisma.Sql } {
  return "stands" in one ? { known: one.guess, stands: one.stands } : { known: one };
}
