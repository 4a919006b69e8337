import "server-only";
import { findEnd } from "@/lib/chat/queries/broken";
import type { Ask, Draft } from "@/lib/chat/queries/draft";
import type { ChatRequest, Continue, SendMessage } from "@/lib/chat/schema";
import { titleFrom } from "@/lib/chat/title";
import { type Clock, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";
import { modelById } from "@/lib/usage/catalogue";
import type { Model } from "@/lib/usage/models-file";
import { type Rules, rulesNow } from "@/lib/usage/rules";
import { boundTokens } from "@/lib/usage/tokens";

/** Asks for the rest of an answer. In the person's place, because some models take no other word after an answer. */
export const GO_ON =
  "Your last answer broke off. Go on exactly where it stopped, as if there had been no break: repeat nothing, announce nothing.";

type Spoken = { role: "user" | "assistant"; content: string };

/** A send as it is admitted, and what of it the database does not know: what was said before in a temporary chat. */
export type Drafted = {
  draft: Draft;
  history: readonly Spoken[];
  /** The model that was asked for, where nothing covers it. */
  insteadOf?: string;
};

/**
 * What a request asks for.
 * @throws AppError `invalid_input` (no such model), `context_too_long`, `not_found` or `conflict` (nothing to go on with).
 */
export async function draftOf(
  userId: string,
  request: ChatRequest,
  now: Clock,
  rulesOf: () => Promise<Rules> = rulesNow,
): Promise<Drafted> {
  const { clientRequestId, ...asked } = request;
  const model = modelById(request.model);
  const ask = await askOf(userId, request);
  const fixedTokens = tokensOf(ask);
  const roomTokens = model.contextTokens - model.maxOutputTokens - fixedTokens;
  if (roomTokens < 0) throw tooLong(model);
  const history =
    ask.kind === "temporary" ? newestTurns(request, roomTokens - boundTokens(ask.instructions ?? "")) : [];
  const draft = {
    userId,
    ask,
    model,
    clientRequestId,
    // With our secret in it: what was said in a temporary chat can not be guessed at by the one trace it leaves.
    requestHash: sha256(`${env.authSecret} ${JSON.stringify(asked)}`),
    ownTokens: fixedTokens + history.reduce((sum, { content }) => sum + boundTokens(content), 0),
    rules: await rulesOf(),
    now: now(),
    wallNow: wallTime(now),
  };
  return { draft, history };
}

/** For a question that leaves no room for an answer. */
export function tooLong({ label }: Model): AppError {
  const sentence = `This is too long for ${label}. Make it shorter, or choose a model that reads more.`;
  return new AppError("context_too_long", sentence, { fields: { message: [sentence] } });
}

async function askOf(userId: string, request: ChatRequest): Promise<Ask> {
  if ("message" in request) return questionOf(request);
  if ("continue" in request) return restOf(userId, request);
  const { conversationId, regenerate } = request;
  return { kind: "again", conversationId, messageId: regenerate, prefix: undefined };
}

function questionOf(request: SendMessage): Ask {
  const { conversationId, parentId, message, trimFiles = false } = request;
  const settings = { instructions: request.instructions || undefined, temperatureCenti: request.temperatureCenti };
  if (request.temporary) return { kind: "temporary", message, ...settings };
  const question = { message, attachmentIds: [...new Set(request.attachmentIds)], trimFiles };
  if (conversationId === undefined) return { kind: "fresh", title: titleFrom(message), ...question, ...settings };
  return { kind: "reply", conversationId, parentId, ...question };
}

async function restOf(userId: string, { conversationId, continue: messageId }: Continue): Promise<Ask> {
  const end = await findEnd(userId, conversationId, messageId);
  if (!end) throw new AppError("not_found", "That message is not there any more.");
  const { content, status, finishReason } = end;
  const brokeOff = status === "stopped" || status === "interrupted" || finishReason === "length";
  if (!brokeOff) throw new AppError("conflict", "This answer did not break off, so there is nothing to go on with.");
  if (content === "")
    throw new AppError("conflict", "Nothing of this answer is there yet. Ask for another one instead.");
  return { kind: "again", conversationId, messageId, prefix: content };
}

function tokensOf(ask: Ask): number {
  if (ask.kind !== "again") return boundTokens(ask.message);
  return ask.prefix === undefined ? 0 : boundTokens(ask.prefix) + boundTokens(GO_ON);
}

/** What was said before in a temporary chat: the newest that fits, oldest first. */
function newestTurns(request: ChatRequest, roomTokens: number): Spoken[] {
  const history = "message" in request ? (request.temporary?.history ?? []) : [];
  let left = roomTokens;
  const tooOld = history.findLastIndex(({ content }) => (left -= boundTokens(content)) < 0);
  return history.slice(tooOld + 1).filter(({ content }) => content !== "");
}
