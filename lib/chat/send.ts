import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { runningAnswer, startGeneration } from "@/lib/chat/generations";
import { type Admission, admitSend, type Draft } from "@/lib/chat/queries/send";
import { findRequest } from "@/lib/chat/queries/replay";
import type { SendMessage } from "@/lib/chat/schema";
import { storedAnswer } from "@/lib/chat/stored-answer";
import { titleFrom } from "@/lib/chat/title";
import type { FrameSource } from "@/lib/platform/event-stream";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";
import type { Allowance } from "@/lib/usage/schema";
import { boundTokens } from "@/lib/usage/tokens";

/** Faster than anybody types, slower than a loop. */
const SENDS = { capacity: 30, refillPerMinute: 30 };

/** An answer, and how to listen to it. */
export type Sent = { generationId: string; frames: FrameSource };

/**
 * Sends a message: holds its price, writes it and begins the answer, all or nothing. The same `clientRequestId` again
 * joins the answer it began, whether it is still being written or over.
 *
 * @throws AppError `email_not_verified`, `too_many_requests`, `invalid_input` (no such model), `context_too_long`,
 *   `not_found` (no such conversation or parent of this person), `conflict` (the id was used for another message, or
 *   an answer is still being written there), `model_not_in_plan`, `allowance_spent`.
 */
export async function sendMessage(viewer: Viewer, input: SendMessage, now: Clock = clockNow): Promise<Sent> {
  if (!viewer.emailVerified) throw new AppError("email_not_verified");
  await requireToken(`chat:send:${viewer.id}`, SENDS, now);
  const draft = draftOf(viewer, input, now());
  const admitted = await admitSend(draft);
  return begin(draft, admitted, now) ?? (await whyNot(draft, admitted, now));
}

function draftOf(viewer: Viewer, input: SendMessage, now: Date): Draft {
  const { conversationId, parentId, message, clientRequestId } = input;
  const model = modelById(input.model);
  const ownTokens = boundTokens(message);
  const roomTokens = model.contextTokens - model.maxOutputTokens - ownTokens;
  if (roomTokens < 0) throw new AppError("context_too_long");
  return {
    userId: viewer.id,
    thread: conversationId === undefined ? undefined : { conversationId, parentId },
    message,
    title: titleFrom(message),
    model,
    clientRequestId,
    requestHash: sha256(JSON.stringify([conversationId, parentId, message, input.model])),
    ownTokens,
    roomTokens,
    now,
  };
}

function begin(draft: Draft, admitted: Admission, now: Clock): Sent | undefined {
  const { generationId, conversationId, messageId, maxOutputTokens, context } = admitted;
  if (generationId === null || maxOutputTokens === null) return undefined;
  const { userId, model, message } = draft;
  const answer = startGeneration(
    {
      ids: { generationId, conversationId, messageId },
      userId,
      model,
      turns: [...(context ?? []), { role: "user", content: message }],
      maxOutputTokens,
    },
    now,
  );
  return { generationId, frames: answer.subscribe };
}

/** The slow path: looks why nothing was written, and puts right what can be. */
async function whyNot(draft: Draft, refused: Admission, now: Clock): Promise<Sent> {
  const known = await join(draft);
  if (known) return known;
  if (!refused.hasConversation || !refused.hasParent) throw new AppError("not_found");
  if (refused.parentIsStreaming)
    throw new AppError("conflict", "An answer is still being written here. Please wait for its end.");
  // A new cycle, or a new plan, is opened by asking; then the same send may do.
  const allowance = await allowanceFor(draft.userId, now);
  const admitted = await admitSend(draft);
  return begin(draft, admitted, now) ?? (await join(draft)) ?? refuse(draft, allowance);
}

/** The answer that an earlier post of this request began. */
async function join({ userId, clientRequestId, requestHash }: Draft): Promise<Sent | undefined> {
  const known = await findRequest(userId, clientRequestId);
  if (!known) return undefined;
  if (known.requestHash !== requestHash)
    throw new AppError("conflict", "This request id was already used for another message.");
  const { generationId, conversationId, messageId } = known;
  if (conversationId === null || messageId === null) throw new AppError("not_found");
  const frames =
    runningAnswer(userId, generationId)?.subscribe ?? storedAnswer(userId, { generationId, conversationId, messageId });
  return { generationId, frames };
}

function refuse({ model }: Draft, { plan, resetsAt }: Allowance): never {
  const { name, grants } = PLANS[plan];
  if (!grants.modelClasses.includes(model.class)) {
    throw new AppError("model_not_in_plan", `Your plan, ${name}, does not include ${model.label}. Upgrade to use it.`);
  }
  const day = resetsAt.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const upgrade = plan === "enterprise" ? "" : " Upgrade to go on now.";
  throw new AppError("allowance_spent", `Your ${name} allowance is used up. It is renewed on ${day} (UTC).${upgrade}`);
}
