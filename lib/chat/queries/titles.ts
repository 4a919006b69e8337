import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { InteractionFacts } from "@/lib/inference/facts";
import { settleInference } from "@/lib/inference/settle";

/** Times in all that the model is asked for a title, while it is away: seconds apart, later each time. */
export const TITLE_TRIES = 3;

/** `tries` is how often it was asked for in vain. */
export type FirstExchange = { userId: string; question: string; answer: string; tries: number };

/**
 * How a conversation that still goes by its first words began, unless its title was asked for before and may have been
 * paid for: a try that cost nothing leaves a hold that was released. `sourceIds` are those of all the tries.
 */
export async function findUntitled(
  conversationId: string,
  { sourceIds, limit }: { sourceIds: readonly string[]; limit: number },
): Promise<FirstExchange | undefined> {
  const rows = await db.$queryRaw<FirstExchange[]>`
    SELECT user_id::text AS "userId", left(question.content, ${limit}::int) AS question,
      left(answer.content, ${limit}::int) AS answer,
      (SELECT count(*)::int FROM reservations WHERE source_id = ANY(${sourceIds})) AS tries
    FROM conversations
    JOIN messages question ON question.conversation_id = conversations.id AND question.role = 'user'
    JOIN messages answer ON answer.conversation_id = question.conversation_id AND answer.parent_id = question.id
      AND answer.status = 'complete' AND answer.content <> ''
    WHERE conversations.id = ${conversationId}::uuid AND title_source = 'first_words' AND deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM reservations WHERE source_id = ANY(${sourceIds}) AND status <> 'released')
    ORDER BY question.depth, answer.created_at LIMIT 1`;
  return rows[0];
}

export type Titled = { conversationId: string; title: string | undefined; facts: InteractionFacts };

/**
 * Ends the call for a title, and gives the title unless the person did meanwhile. The person's lock comes before the
 * conversation's row, as it does where a question is sent: the two would otherwise wait for each other.
 */
export async function putTitle({ conversationId, title, facts }: Titled): Promise<void> {
  const { purse, writing } = settleInference(facts);
  await db.$executeRaw`
    WITH ${purse}, ${Prisma.join(writing(Prisma.sql`TRUE`))}
    UPDATE conversations SET title = ${title ?? null}, title_source = 'model'
    WHERE id = ${conversationId}::uuid AND user_id = ${facts.userId}::uuid
      AND title_source = 'first_words' AND ${title ?? null}::text IS NOT NULL AND EXISTS (SELECT FROM purse)`;
}
