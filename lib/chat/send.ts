import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Drafted, draftOf } from "@/lib/chat/drafts";
import { answerFrames, runningAnswer, startGeneration, type Run } from "@/lib/chat/generations";
import { hasFiles, plainTurns, turnsWithFiles } from "@/lib/chat/prompt";
import { findRequest } from "@/lib/chat/queries/replay";
import { type Admission, admitSend } from "@/lib/chat/queries/send";
import { haste, obstacle, shortage } from "@/lib/chat/refusals";
import type { ChatRequest } from "@/lib/chat/schema";
import { type Guess, guessed, WrongGuess } from "@/lib/db/guess";
import type { Viewer } from "@/lib/identity/schema";
import type { Inference } from "@/lib/inference/run";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError, asAppError } from "@/lib/platform/errors";
import type { FrameSource } from "@/lib/platform/event-stream";
import { log } from "@/lib/platform/log";
import { allowanceFor } from "@/lib/usage/allowance";
import { cheaperThan } from "@/lib/usage/cheaper";
import { type Rules, rulesNow } from "@/lib/usage/rules";
import type { Allowance } from "@/lib/usage/schema";

/** An answer, and how to listen to it. */
export type Sent = { generationId: string; frames: FrameSource };

/**
 * Sends a message, or asks for another answer or the rest of one: holds its price, writes it and begins the answer,
 * all or nothing; of somebody who is only guessed to be signed in, the statement that admits it looks whether they are. The same `clientRequestId` again joins the answer it began, whether it is still being written or over.
 *
 * @throws WrongGuess, or AppError `email_not_verified`, `too_many_requests` (with the seconds to wait), `invalid_input` (no such
 *   model, or one that sees no pictures), `context_too_long`, `not_found` (no such conversation, message or file of
 *   this person), `conflict` (the id was used for another message, an answer is still being written there, or there is
 *   nothing to go on with), `model_not_in_plan`, `allowance_spent`, `day_spent` (the person's ceiling, with the seconds
 *   to midnight UTC), `spend_stopped` (everybody's).
 */
export async function sendMessage(
  visitor: Viewer | Guess<Viewer>,
  request: ChatRequest,
  now: Clock = clockNow,
  rulesOf: () => Promise<Rules> = rulesNow,
): Promise<Sent> {
  const { known: viewer, stands } = guessed(visitor);
  if (!viewer.emailVerified) throw new AppError("email_not_verified");
  const { draft, history } = await draftOf(viewer.id, request, now, rulesOf);
  const admitted = await admitSend({ ...draft, stands });
  if (!admitted.isSignedIn) throw new WrongGuess();
  // From here on it is known who asks.
  const drafted = { draft, history };
  return (await begin(drafted, admitted, now)) ?? (await secondTry(drafted, admitted, now));
}

/** The slow path: looks why nothing was written, and puts right what can be. */
async function secondTry(drafted: Drafted, refused: Admission, now: Clock): Promise<Sent> {
  const { draft } = drafted;
  const tooFast = haste(refused);
  if (tooFast) throw tooFast;
  const known = await join(drafted);
  if (known) return known;
  const reason = obstacle(draft, refused);
  if (reason) throw reason;
  // A new cycle, or a new plan, is opened by asking; then the same send may do.
  const allowance = await allowanceFor(draft.userId, now);
  const admitted = await admitSend(draft, { hasTurn: true });
  const sent = (await begin(drafted, admitted, now)) ?? (await join(drafted));
  if (sent) return sent;
  const cheaper = await withCheaper(drafted, { admitted, allowance, now });
  if (cheaper) return cheaper;
  throw obstacle(draft, admitted) ?? shortage(draft, admitted, { allowance, moment: now() });
}

type Refused = { admitted: Admission; allowance: Allowance; now: Clock };

/** Where the plan says so, a cheaper model answers what the one that was asked for can not be paid for. */
async function withCheaper(drafted: Drafted, { admitted, allowance, now }: Refused): Promise<Sent | undefined> {
  const { draft } = drafted;
  const { shortOf, isCrowded } = admitted;
  if (isCrowded || (shortOf !== "allowance" && shortOf !== "model_tokens")) return undefined;
  const model = cheaperThan(draft.model, draft.rules.plans[allowance.plan]);
  if (!model) return undefined;
  const other = { ...drafted, draft: { ...draft, model, insteadOf: draft.model.id } };
  return begin(other, await admitSend(other.draft, { hasTurn: true }), now);
}

async function begin(drafted: Drafted, admitted: Admission, now: Clock): Promise<Sent | undefined> {
  const { generationId, maxOutputTokens } = admitted;
  if (generationId === null || maxOutputTokens === null) return undefined;
  const run = runOf(drafted, { ...admitted, generationId, maxOutputTokens });
  const answer = hasFiles(drafted, admitted)
    ? await startWithFiles(run, { drafted, admitted, now })
    : startGeneration({ ...run, turns: plainTurns(drafted, admitted) }, now);
  // The call to the model leaves first: what is told meanwhile takes nobody's time.
  await nextTurn();
  return { generationId, frames: answer.subscribe };
}

type Begun = Admission & { generationId: string; maxOutputTokens: number };

function runOf({ draft }: Drafted, begun: Begun): Omit<Run, "turns"> {
  const { generationId, conversationId, messageId, maxOutputTokens, temperatureCenti } = begun;
  const { userId, model, ask } = draft;
  return {
    ids: { generationId, conversationId, messageId },
    userId,
    model,
    maxOutputTokens,
    ...(temperatureCenti !== null && model.temperature ? { temperature: temperatureCenti / 100 } : {}),
    ...(ask.kind === "again" && ask.prefix !== undefined ? { prefix: ask.prefix } : {}),
    ...(ask.kind === "temporary" ? { isTemporary: true } : {}),
  };
}

type Starting = { drafted: Drafted; admitted: Admission; now: Clock };

/** What can not be read ends the answer that was admitted already, with nothing charged. */
async function startWithFiles(run: Omit<Run, "turns">, { drafted, admitted, now }: Starting) {
  try {
    return startGeneration({ ...run, turns: await turnsWithFiles(drafted, admitted) }, now);
  } catch (error) {
    log.error("chat.files_not_read", error, { generationId: run.ids.generationId });
    return startGeneration({ ...run, turns: [] }, now, () => Promise.resolve(failed(asAppError(error))));
  }
}

function failed(failure: AppError): Inference {
  return {
    text: "",
    charge: undefined,
    ending: { kind: "failed", failure },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    durationMs: 0,
  };
}

/** The answer that an earlier post of this request began. */
async function join({ draft }: Drafted): Promise<Sent | undefined> {
  const { userId, clientRequestId, requestHash, ask } = draft;
  const known = await findRequest(userId, clientRequestId);
  if (!known) return undefined;
  if (known.requestHash !== requestHash)
    throw new AppError("conflict", "This request id was already used for another message.");
  const { generationId, conversationId, messageId } = known;
  if (ask.kind === "temporary") return joinTemporary(userId, generationId);
  if (conversationId === null || messageId === null) throw new AppError("not_found");
  return { generationId, frames: answerFrames(userId, { generationId, conversationId, messageId }) };
}

function joinTemporary(userId: string, generationId: string): Sent {
  const answer = runningAnswer(userId, generationId);
  if (!answer) throw new AppError("conflict", "This answer of a temporary chat is gone: nothing of it was stored.");
  return { generationId, frames: answer.subscribe };
}
