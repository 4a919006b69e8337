import "server-only";
import { holdFor } from "@/lib/gateway/admission";
import { programFailure } from "@/lib/gateway/failures";
import { chatModel } from "@/lib/gateway/models";
import { picturesIn, promptBoundTokens, turnsOf } from "@/lib/gateway/prompt";
import { relayedEvents } from "@/lib/gateway/relayed-events";
import type { ChatCompletionRequest } from "@/lib/gateway/schema";
import { takeTurn } from "@/lib/gateway/turns";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { answerForProgram, type ProgramCall, streamForProgram } from "@/lib/inference/programs";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { ProgramError } from "@/lib/platform/program-error";
import { allowanceFor } from "@/lib/usage/allowance";
import type { Model } from "@/lib/usage/models-file";

/** An answer as it goes out: the provider's own bytes, and our headers. */
export type ProgramAnswer = { headers: Record<string, string>; body: string | ReadableStream<Uint8Array> };

/**
 * One chat completion for a program: checked, held, passed on, and paid for as it was delivered.
 * @throws ProgramError; nothing is held or charged then.
 */
export async function completeChat(
  caller: KeyCaller,
  request: ChatCompletionRequest,
  { signal }: { signal: AbortSignal },
  now: Clock = clockNow,
): Promise<ProgramAnswer> {
  const { plan } = await allowanceFor(caller.userId, now);
  const headers = await takeTurn(caller, plan, now);
  const model = chatModel(request.model, plan);
  const asked = { model, promptTokens: promptOf(request, model), maxOutputTokens: outputOf(request, model) };
  const { sourceId, maxOutputTokens } = await holdFor(caller, asked, now);
  const call = { path: "/chat/completions", body: bodyOf(request, maxOutputTokens) } as const;
  const program = { userId: caller.userId, sourceId, model, call, turns: turnsOf(request), signal };
  const body = await (request.stream ? streamed(program, request, now) : whole(program, now));
  return { headers: { ...headers, "content-type": request.stream ? EVENTS : JSON_TYPE }, body };
}

const EVENTS = "text/event-stream; charset=utf-8";
const JSON_TYPE = "application/json";

async function whole(program: ProgramCall, now: Clock): Promise<string> {
  try {
    return await answerForProgram(program, now);
  } catch (thrown) {
    throw programFailure(thrown);
  }
}

async function streamed(program: ProgramCall, { stream_options: options }: ChatCompletionRequest, now: Clock) {
  const leaving = new AbortController();
  const signal = AbortSignal.any([program.signal, leaving.signal]);
  try {
    const stream = await streamForProgram({ ...program, signal }, now);
    return relayedEvents(stream, { withUsage: options?.include_usage === true, onLeave: () => leaving.abort() });
  } catch (thrown) {
    throw programFailure(thrown);
  }
}

/** @throws ProgramError 400 for pictures that the model can not see. */
function promptOf(request: ChatCompletionRequest, model: Model): number {
  if (!model.vision && picturesIn(request) > 0) {
    throw new ProgramError(400, `The model \`${model.id}\` sees no pictures.`, {
      param: "messages",
      code: "invalid_value",
    });
  }
  // A prompt that is longer is refused by the model; nothing can cost more than what it reads.
  return Math.min(promptBoundTokens(request), model.contextTokens);
}

/** @throws ProgramError 400 for more than the model writes. */
function outputOf(request: ChatCompletionRequest, model: Model): number | undefined {
  const { max_completion_tokens: asked, max_tokens: askedByOldName } = request;
  const tokens = asked ?? askedByOldName ?? undefined;
  if (tokens === undefined || tokens <= model.maxOutputTokens) return tokens;
  const param = asked === undefined || asked === null ? "max_tokens" : "max_completion_tokens";
  throw new ProgramError(
    400,
    `${param} is too large: ${tokens}. This model writes at most ${model.maxOutputTokens} tokens.`,
    { param, code: "invalid_value" },
  );
}

/** What was asked, bounded by what was held; usage is always told, because it is what is paid. */
function bodyOf(request: ChatCompletionRequest, maxOutputTokens: number): Record<string, unknown> {
  const { max_tokens: _older, ...asked } = request;
  const options = request.stream ? { stream_options: { ...request.stream_options, include_usage: true } } : {};
  return { ...asked, ...options, max_completion_tokens: maxOutputTokens };
}
