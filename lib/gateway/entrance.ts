import "server-only";
import { type Guess, guessed, WrongGuess } from "@/lib/db/guess";
import { type Asked, type Hold, holdFor, holdInTurn } from "@/lib/gateway/admission";
import { fromKept, type Keeping, missOf } from "@/lib/gateway/kept-answers";
import { requireOpen } from "@/lib/gateway/models";
import { isOneToken, takeTurn } from "@/lib/gateway/turns";
import type { KeyCaller } from "@/lib/identity/api-keys";
import type { Clock } from "@/lib/platform/clock";

type Entered = { headers: Record<string, string> } & ({ kept: string } | { hold: Hold });

/**
 * What comes before a call to the provider: the caller's turn, and what it may cost is held; or the answer that was kept,
 * for who asked for one.
 * @throws WrongGuess, or ProgramError; nothing is held or charged then.
 */
export async function enter(
  likely: KeyCaller | Guess<KeyCaller>,
  { asked, keeping }: { asked: Asked; keeping: Keeping | undefined },
  now: Clock,
): Promise<Entered> {
  const { known: caller, stands } = guessed(likely);
  if (keeping === undefined && isOneToken(caller)) return holdInTurn({ caller, stands }, asked, now);
  // More than one statement is no work for a guess.
  if (stands !== undefined) throw new WrongGuess();
  const { plan, headers } = await takeTurn(caller, now);
  requireOpen(asked.model, plan);
  const kept = await fromKept(keeping, caller, now);
  if (kept) return { kept: kept.body, headers: { ...headers, ...kept.headers } };
  return { hold: await holdFor(caller, asked, now), headers: { ...headers, ...missOf(keeping) } };
}
