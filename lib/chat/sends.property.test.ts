import fc from "fast-check";
import { expect, test } from "vitest";
import { requireConversation } from "@/lib/chat/thread";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, type Heard, hear } from "@/lib/chat/testing/person";
import { subscribed } from "@/lib/chat/testing/plan";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { allowanceFor } from "@/lib/usage/allowance";

type Plan = { ending: string; posts: number };

/** How the provider behaves, and how often at once the browser posts the same request. */
const plan = fc.record<Plan>({
  ending: fc.constantFrom(
    "fast",
    "cut",
    "eof",
    "error-mid",
    "no-done",
    "length",
    "content-filter",
    "429",
    "error-body-200",
  ),
  posts: fc.integer({ min: 1, max: 3 }),
});

async function play(viewer: Viewer, { ending, posts }: Plan): Promise<Heard[]> {
  const message = aMessage({ message: `Tell me about rain [sandbox:${ending}]` });
  const sent = await Promise.all(Array.from({ length: posts }, () => sendMessage(viewer, message)));
  return Promise.all(sent.map(({ frames }) => hear(frames)));
}

test("however sends end and however often they are posted, each is charged once, for what its readers heard", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 2, maxLength: 6 }), async (plans) => {
      const viewer = await subscribed(await aPerson(), "enterprise");
      const heard = await Promise.all(plans.map((one) => play(viewer, one)));

      let charged = 0n;
      for (const readers of heard) {
        const [first] = readers;
        const { conversationId, generationId, messageId } = first!.start;
        const { messages } = await requireConversation(viewer, conversationId);
        const answer = messages.find(({ id }) => id === messageId);
        for (const reader of readers) expect([reader.text, reader.last]).toEqual([answer?.content, first!.last]);

        const endings = await db.ledgerTransfer.findMany({
          where: { sourceId: generationId, kind: { not: "reserve" } },
        });
        expect(endings.map(({ kind }) => kind)).toEqual([answer?.content === "" ? "release" : "settle"]);
        const usage = first!.events.find((event) => event.type === "usage");
        charged += BigInt(usage?.costMicros ?? 0);
        expect(usage === undefined).toBe(answer?.content === "");
      }
      expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: charged, reservedMicros: 0n });
      expect(await db.generation.count({ where: { userId: viewer.id } })).toBe(plans.length);
    }),
    { numRuns: 8 },
  );
});
