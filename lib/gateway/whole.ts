import "server-only";
import { programFailure } from "@/lib/gateway/failures";
import type { Keeper } from "@/lib/gateway/kept-answers";
import { answerForProgram, type ProgramCall } from "@/lib/inference/programs";
import type { Clock } from "@/lib/platform/clock";

/** The provider's body, kept where that was asked for. @throws ProgramError */
export async function whole(
  program: ProgramCall,
  { keep, now }: { keep: Keeper | undefined; now: Clock },
): Promise<string> {
  try {
    const { body, charge } = await answerForProgram(program, now);
    await keep?.(body, charge);
    return body;
  } catch (thrown) {
    throw programFailure(thrown);
  }
}
