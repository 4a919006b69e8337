import "server-only";
import { z } from "zod";
import { errorIn, type ProviderUsage, usageIn } from "@/lib/adapters/llm/chunk";
import { type Endpoint, providerFor } from "@/lib/adapters/llm/client";
import { failureFor, failureOf, isAboutTheQuestion } from "@/lib/adapters/llm/failures";
import { jsonOf } from "@/lib/adapters/llm/json";
import { watchdog } from "@/lib/adapters/llm/patience";
import { type CompletionRequest, parametersOf } from "@/lib/adapters/llm/request";
import { requestIdOf, textOf } from "@/lib/adapters/llm/transport";
import { wholeCharacters } from "@/lib/adapters/llm/whole-characters";
import { SECOND_MS } from "@/lib/platform/clock";
import { recordOutcome } from "@/lib/platform/service-health";

export type WholeAnswer = {
  text: string;
  finishReason: string;
  usage?: ProviderUsage;
  providerRequestId?: string;
};

type Asking = { signal?: AbortSignal; endpoint?: Endpoint; timeoutMs?: number };

const TIMEOUT_MS = 30 * SECOND_MS;
const Answer = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullish() }), finish_reason: z.string().nullish() }))
    .min(1),
});

/**
 * One call whose answer comes at once, for what nobody watches being written (a title).
 *
 * @throws AppError `model_refused`, `question_refused`, `model_busy`, `model_down` or `context_too_long`; nothing was
 *   delivered then. Also `model_down` when `signal` ended it.
 */
export async function complete(request: CompletionRequest, asking: Asking = {}): Promise<WholeAnswer> {
  const { endpoint = "primary", signal = new AbortController().signal } = asking;
  try {
    const answer = await ask(request, { ...asking, endpoint, signal });
    if (endpoint === "primary") recordOutcome("openai");
    return answer;
  } catch (thrown) {
    const failure = failureOf(thrown);
    const isOurs = signal.aborted || isAboutTheQuestion(failure);
    if (endpoint === "primary" && !isOurs) recordOutcome("openai", failure.code);
    throw failure;
  }
}

async function ask(
  request: CompletionRequest,
  { endpoint, signal, timeoutMs = TIMEOUT_MS }: Asking & { endpoint: Endpoint; signal: AbortSignal },
): Promise<WholeAnswer> {
  const watch = watchdog(signal, { firstByteMs: timeoutMs, idleMs: timeoutMs });
  try {
    const message = await providerFor(endpoint).post("/chat/completions", parametersOf(request), watch.signal);
    const answer = read(await textOf(message));
    const providerRequestId = requestIdOf(message);
    return { ...answer, ...(providerRequestId === undefined ? {} : { providerRequestId }) };
  } catch (thrown) {
    throw watch.failure() ?? thrown;
  } finally {
    watch.end();
  }
}

/** A 200 may still be an error that lost its status on the way, or somebody else's page. */
function read(text: string): WholeAnswer {
  const body = jsonOf(text);
  const { data } = Answer.safeParse(body);
  const choice = data?.choices[0];
  const error = errorIn(body);
  if (error || !choice) throw failureFor({ status: 502, error: error ?? { code: "not_a_completion", type: "" } });
  const characters = wholeCharacters();
  const usage = usageIn(body);
  return {
    text: characters.push(choice.message.content ?? "") + characters.end(),
    finishReason: choice.finish_reason ?? "stop",
    ...(usage ? { usage } : {}),
  };
}
