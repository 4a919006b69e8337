import "server-only";
import { Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import type { InteractionFacts } from "@/lib/inference/queries/interactions";
import { settleInference } from "@/lib/inference/settle";

/** What the person was charged; nothing when the hold had ended before. */
export type Settled = { settledMicros: bigint; overrunMicros: bigint };

/** Ends a call that nothing else hangs on, in one statement: the settlement and the operator's row. */
export async function endCall(facts: InteractionFacts): Promise<Settled | undefined> {
  const { purse, writing } = settleInference(facts);
  const rows = await statement<Settled>(Prisma.sql`
    WITH ${purse}, ${Prisma.join(writing(Prisma.sql`TRUE`))}
    SELECT settled_micros AS "settledMicros", overrun_micros AS "overrunMicros" FROM ended`);
  return rows[0];
}
