import "server-only";
import { holdFor } from "@/lib/gateway/admission";
import { programFailure } from "@/lib/gateway/failures";
import { fromKept, keeper, type Keeper, keepingOf, missOf } from "@/lib/gateway/kept-answers";
import { chatModel } from "@/lib/gateway/models";
import { picturesIn, promptBoundTokens, turnsOf } from "@/lib/gateway/prompt";
import { EVENTS, JSON_TYPE, type Outgoing } from "@/lib/gateway/outgoing";
import { relayedEvents } from "@/lib/gateway/relayed-events";
import type { ChatCompletionRequest } from "@/lib/gateway/schema";
import { takeTurn } from "@/lib/gateway/turns";
import { whole } from "@/lib/gateway/whole";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { type ProgramCall, streamForProgram } from "@/lib/inference/programs";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { ProgramError } from "@/lib/platform/program-error";
import { planInForce } from "@/lib/usage/plan-in-force";
import type { Model } from "@/lib/usage/models-file";

/**
 * One chat completion for a program: checked, held, passed on, and paid for as it was delivered.
 * @throws ProgramError; nothing is held or charged then.
 */
export async function completeChat(
  caller: KeyCaller,
  request: ChatCompletionRequest,
  { signal, maxAgeS }: { signal: AbortSignal; maxAgeS?: number | undefined },
  now: Clock = clockNow,
): Promise<Outgoing> {
  const plan = await planInForce(caller.userId, now);
  const headers = await takeTurn(caller, plan, now);
  const model = chatModel(request.model, plan);
  // Only what is asked to be the same each time is the same each time.
  const keeping = keepingOf(caller, {
    question: request,
    model,
    maxAgeS: request.temperature === 0 ? maxAgeS : undefined,
  });
  const kept = await fromKept(keeping, caller, now);
  if (kept) return { body: kept.body, headers: { ...headers, ...kept.headers } };
  const asked = { model, promptTokens: promptOf(request, model), maxOutputTokens: outputOf(request, model) };
  const { sourceId, maxOutputTokens } = await holdFor(caller, asked, now);
  const call = { path: "/chat/completions", body: bodyOf(request, maxOutputTokens) } as const;
  const program = { userId: caller.userId, sourceId, model, call, turns: turnsOf(request), signal };
  const contentType = request.stream ? EVENTS : JSON_TYPE;
  const keep = keeper(keeping, contentType, now);
  const body = await (request.stream ? streamed(program, { request, keep, now }) : whole(program, { keep, now }));
  return { headers: { ...headers, "content-type": contentType, ...missOf(keeping) }, body };
}

type Way = { keep: Keeper | undefined; now: Clock };

async function streamed(program: ProgramCall, { request, keep, now }: Way & { request: ChatCompletionRequest }) {
  const { stream_options: options } = request;
  const leaving = new AbortController();
  const signal = AbortSignal.any([program.signal, leaving.signal]);
  try {
    const stream = await streamForProgram({ ...program, signal }, now);
    return relayedEvents(stream, { withUsage: options?.include_usage === true, onLeave: () => leaving.abort(), keep });
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
