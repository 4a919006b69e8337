import "server-only";
import { type Guess, guessed } from "@/lib/db/guess";
import { enter } from "@/lib/gateway/entrance";
import { programFailure } from "@/lib/gateway/failures";
import { keeper, type Keeper, keepingOf } from "@/lib/gateway/kept-answers";
import { chatModel } from "@/lib/gateway/models";
import { picturesIn, promptBoundTokens, turnsOf } from "@/lib/gateway/prompt";
import { JSON_TYPE, type Outgoing } from "@/lib/gateway/outgoing";
import { relayedEvents } from "@/lib/gateway/relayed-events";
import type { ChatCompletionRequest } from "@/lib/gateway/schema";
import { whole } from "@/lib/gateway/whole";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { type ProgramCall, streamForProgram } from "@/lib/inference/programs";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { EVENT_STREAM_HEADERS } from "@/lib/platform/event-stream";
import { ProgramError } from "@/lib/platform/program-error";
import type { Model } from "@/lib/usage/models-file";

/**
 * One chat completion for a program: checked, held, passed on, and paid for as it was delivered.
 * @throws WrongGuess, or ProgramError; nothing is held or charged then.
 */
export async function completeChat(
  likely: KeyCaller | Guess<KeyCaller>,
  request: ChatCompletionRequest,
  { signal, maxAgeS }: { signal: AbortSignal; maxAgeS?: number | undefined },
  now: Clock = clockNow,
): Promise<Outgoing> {
  const { known: caller } = guessed(likely);
  const model = chatModel(request.model);
  // Only what is asked to be the same each time is the same each time.
  const fresh = request.temperature === 0 ? maxAgeS : undefined;
  const keeping = keepingOf(caller, { question: request, model, maxAgeS: fresh });
  const asked = { model, promptTokens: promptOf(request, model), maxOutputTokens: outputOf(request, model) };
  const { headers, ...entered } = await enter(likely, { asked, keeping }, now);
  if ("kept" in entered) return { body: entered.kept, headers };
  const { sourceId, maxOutputTokens } = entered.hold;
  const call = { path: "/chat/completions", body: bodyOf(request, maxOutputTokens) } as const;
  const program = { userId: caller.userId, sourceId, model, call, turns: turnsOf(request), signal };
  // That of a stream also says that nobody on the way may compress it: that would hold pieces back.
  const kind = request.stream ? EVENT_STREAM_HEADERS : { "content-type": JSON_TYPE };
  const keep = keeper(keeping, kind["content-type"], now);
  const body = await (request.stream ? streamed(program, { request, keep, now }) : whole(program, { keep, now }));
  return { headers: { ...headers, ...kind }, body };
}

type Way = { keep: Keeper | undefined; now: Clock };

async function streamed(program: ProgramCall, { request, keep, now }: Way & { request: ChatCompletionRequest }) {
  const { stream_options: options } = request;
  try {
    const stream = await streamForProgram(program, now);
    return relayedEvents(stream, { withUsage: options?.include_usage === true, keep });
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
