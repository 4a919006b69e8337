import "server-only";
import { z } from "zod";
import { findUntitled, putTitle, TITLE_TRIES } from "@/lib/chat/queries/titles";
import { titleFrom } from "@/lib/chat/title";
import type { Turn } from "@/lib/inference/facts";
import type { Inference } from "@/lib/inference/run";
import { runWholeInference } from "@/lib/inference/whole";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import type { FailureCode } from "@/lib/platform/errors";
import { modelById } from "@/lib/usage/catalogue";
import { admit } from "@/lib/usage/reservations";
import { boundTokens } from "@/lib/usage/tokens";

/** Characters of the first question and of its answer that the model is shown. */
const SHOWN = 1_000;
/** A title has a dozen; a model that thinks first needs some more. */
const OUTPUT_TOKENS = 200;
const REQUEST =
  "Write a short title for this conversation: three to six words, in its language, without quotation marks. Answer with the title only.";

const AWAY: readonly FailureCode[] = ["model_down", "model_busy", "model_stalled", "model_cut_off"];

/** What the job `chat.title` carries. */
export const TitleJob = z.object({ conversationId: z.uuid() });

/**
 * Has the model name a conversation that goes by its first words, once, out of the person's allowance. What does not
 * work leaves the first words: the allowance is spent, or the model says nothing of use.
 * @throws AppError when the model is away and another try is left.
 */
export async function writeTitle(
  conversationId: string,
  now: Clock = clockNow,
  infer = runWholeInference,
): Promise<void> {
  const sourceIds = sourceIdsOf(conversationId);
  const begun = await findUntitled(conversationId, { sourceIds, limit: SHOWN });
  const sourceId = sourceIds[begun?.tries ?? 0];
  if (!begun || sourceId === undefined) return;
  const { userId, question, answer } = begun;
  const model = modelById(undefined);
  const turns = turnsFor(question, answer);
  const promptTokens = turns.reduce((sum, { content }) => sum + boundTokens(content), 0);
  const asked = { sourceId, origin: "title", model, promptTokens, maxOutputTokens: OUTPUT_TOKENS } as const;
  const hold = await admit(userId, asked, now);
  if (hold.kind === "refused") return;
  const inference = await infer({ sourceId, model, turns, maxOutputTokens: hold.maxOutputTokens });
  const title = inference.ending.kind === "completed" ? titleIn(inference.text) : undefined;
  const facts = { userId, sourceId, kind: "title", model: model.id, turns, inference, now: now() } as const;
  await putTitle({ conversationId, title, facts });
  if (begun.tries + 1 < TITLE_TRIES) throwIfAway(inference);
}

/** What was charged for would not be asked for again. */
function throwIfAway({ ending, charge }: Inference): void {
  const isFree = charge === undefined;
  if (isFree && ending.kind === "failed" && AWAY.includes(ending.failure.code)) throw ending.failure;
}

/** Each try has a hold of its own. */
function sourceIdsOf(conversationId: string): string[] {
  return Array.from(
    { length: TITLE_TRIES },
    (_, tries) => `title:${conversationId}${tries === 0 ? "" : `:${tries + 1}`}`,
  );
}

function turnsFor(question: string, answer: string): (Turn & { content: string })[] {
  return [
    { role: "user", content: question },
    { role: "assistant", content: answer },
    { role: "user", content: REQUEST },
  ];
}

const MARKS = /^[\s"'“”„«»‘’`*_#]+|[\s"'“”„«»‘’`*_.]+$/gu;

/** The first line that says something, without the marks that models put around titles. */
export function titleIn(text: string): string | undefined {
  const bare = text.split("\n").map((line) => line.replace(/^\W*title:/iu, "").replaceAll(MARKS, ""));
  const line = bare.find((candidate) => candidate !== "");
  return line === undefined ? undefined : titleFrom(line.replaceAll("\u0000", ""));
}
