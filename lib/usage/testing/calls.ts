import type { Clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById } from "@/lib/usage/catalogue";
import { costMicros } from "@/lib/usage/price";
import { reserve, settle } from "@/lib/usage/reservations";
import type { Origin } from "@/lib/usage/schema";

type Call = {
  model?: string;
  origin?: Origin;
  keyId?: string;
  input?: number;
  output?: number;
  estimated?: boolean;
  /** What the prompt was held for, where it turned out to be longer. */
  promised?: number;
};

/** For tests: somebody used a model, and paid for it. Returns what it was for. */
export async function aCall(
  userId: string,
  {
    model: id = "parley-swift",
    origin = "chat",
    keyId,
    input = 0,
    output = 1,
    estimated = false,
    promised = input,
  }: Call,
  now: Clock,
): Promise<string> {
  const model = modelById(id);
  const sourceId = newId();
  const apiKey = keyId === undefined ? {} : { apiKey: { id: keyId, budgetMicros: undefined } };
  const hold = await reserve(userId, { sourceId, origin, ...apiKey, model, promptTokens: promised }, now);
  if (!hold) throw new Error("The balance should have covered it");
  const use = { inputTokens: input, cachedInputTokens: 0, outputTokens: output, reasoningTokens: 0, estimated };
  await settle(userId, { sourceId, charge: { use, costMicros: costMicros(use, model.price) } }, now);
  return sourceId;
}
