import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

/** How many of each the person has. */
export async function rowsOf(viewer: Viewer) {
  const where = { userId: viewer.id };
  return {
    conversations: await db.conversation.count({ where }),
    messages: await db.message.count({ where: { conversation: where } }),
    generations: await db.generation.count({ where }),
    reservations: await db.reservation.count({ where }),
  };
}
