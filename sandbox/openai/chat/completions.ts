import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { answerTo } from "../answers/answer";
import { serverError } from "../errors";
import { type Model, requireModel } from "../models";
import type { StatsCounter } from "../stats";
import { conversationOf, promptTokensOf } from "./conversation";
import { contextTooLong, faultIn } from "./faults";
import { createFrames, wholeCompletion } from "./frames";
import { durationMs, type Pace } from "./pace";
import { playStream, type Score } from "./playback";
import { type ChatRequest, parseChatRequest } from "./request";
import { writeScore } from "./score";
import type { Wheel } from "./wheel";

type Studio = { models: readonly Model[]; pace: Pace; wheel: Wheel; stats: StatsCounter };

/** Answers one chat/completions request, streamed or whole. Throws `ApiError` before the first byte only. */
export function complete(response: ServerResponse, body: unknown, { models, pace, wheel, stats }: Studio) {
  const request = parseChatRequest(body);
  const model = requireModel(models, request.model, "chat");
  const promptTokens = promptTokensOf(request.messages);
  requireRoom(model, request, promptTokens);

  const conversation = conversationOf(request);
  const fault = faultIn(conversation.asked);
  if (fault?.kind === "refuse") throw fault.error;

  const end = stats.begin();
  response.on("close", () => end("aborted"));
  const whenOver = () => end("completed");
  if (fault?.kind === "silence") return;
  if (fault?.kind === "body") {
    whenOver();
    response.writeHead(200, { "content-type": fault.contentType }).end(fault.body);
    return;
  }

  const score = writeScore(answerTo(conversation), request, { promptTokens, pace, fault });
  const answer = { id: `chatcmpl-${randomUUID().replaceAll("-", "")}`, model: model.id, created: nowInSeconds() };
  if (request.stream) {
    const frames = createFrames(answer, request.stream_options?.include_usage ?? false);
    playStream(response, score, { frames, wheel, whenOver });
    return;
  }
  const text = score.tokens.join("");
  sendWhole(response, score, { body: wholeCompletion(answer, text, score.finish, score.usage), whenOver });
}

function requireRoom(model: Model, request: ChatRequest, promptTokens: number) {
  const asked = promptTokens + (request.max_completion_tokens ?? request.max_tokens ?? 0);
  if (asked > model.contextTokens) throw contextTooLong(model.contextTokens, asked);
}

/** Waits as long as the model would write. The faults of a stream become what a reader of one body would see. */
function sendWhole(response: ServerResponse, score: Score, { body, whenOver }: { body: object; whenOver: () => void }) {
  if (score.ending === "stall") return;
  const timer = setTimeout(
    () => {
      whenOver();
      if (score.ending === "cut") {
        response.socket?.destroy();
        return;
      }
      const failed = score.ending === "error-mid" ? serverError() : undefined;
      const headers = { "content-type": "application/json; charset=utf-8" };
      response.writeHead(failed?.status ?? 200, headers).end(JSON.stringify(failed?.body ?? body));
    },
    durationMs(score.pace, score.tokens.length),
  );
  response.on("close", () => clearTimeout(timer));
}

function nowInSeconds() {
  return Math.floor(Date.now() / 1_000);
}
