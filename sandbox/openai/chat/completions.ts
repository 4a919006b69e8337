import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { answerTo } from "../answers/answer";
import type { Calls } from "../calls";
import { type Model, requireModel } from "../models";
import type { Orders } from "../orders";
import type { StatsCounter } from "../stats";
import { conversationOf } from "./conversation";
import { type Fault, faultNamed, type Instead } from "./faults";
import { createFrames, wholeCompletion } from "./frames";
import { type Pace, paceWith } from "./pace";
import { playStream } from "./playback";
import { contextTooLong } from "./refusals";
import { type ChatRequest, parseChatRequest } from "./request";
import { writeScore } from "./score";
import { toolReply } from "./tools";
import type { Wheel } from "./wheel";
import { sendWhole } from "./whole-reply";
import { wishesOf } from "./wishes";

type Studio = {
  models: readonly Model[];
  pace: Pace;
  wheel: Wheel;
  stats: StatsCounter;
  orders: Orders;
  headers: IncomingHttpHeaders;
  note: ReturnType<Calls["follow"]>;
};

/** Answers one chat/completions request, streamed or whole. Throws `ApiError` before the first byte only. */
export function complete(response: ServerResponse, body: unknown, studio: Studio) {
  const { models, wheel, stats, note } = studio;
  const request = parseChatRequest(body);
  note({ model: request.model, streamed: request.stream ?? false });
  const model = requireModel(models, request.model, "chat");
  const conversation = conversationOf(request);
  const { promptTokens } = conversation;
  note({ promptTokens, about: conversation.text, temperature: request.temperature ?? null });
  const fault = faultFor(request, conversation.asked, studio);
  requireRoom(model, request, promptTokens);
  if (fault.instead?.kind === "refusal") throw fault.instead.error;

  const end = stats.begin();
  response.on("close", () => end("aborted"));
  const whenOver = () => end("completed");
  if (fault.instead) {
    answerInstead(response, fault.instead, whenOver);
    return;
  }

  const reply = toolReply(request, conversation.text) ?? { text: answerTo(conversation) };
  const score = writeScore(reply, request, { promptTokens, pace: fault.pace, fault });
  note({ completionTokens: score.tokens.length });
  const answer = { id: `chatcmpl-${randomUUID().replaceAll("-", "")}`, model: model.id, created: nowInSeconds() };
  if (request.stream) {
    const frames = createFrames(answer, request.stream_options?.include_usage ?? false);
    playStream(response, score, { frames, wheel, whenOver });
    return;
  }
  const said = { ...score, text: score.tokens.join("") };
  sendWhole(response, score, { body: wholeCompletion(answer, said), whenOver });
}

/** What the request asks for itself, or else what is armed for calls to come; with the pace that is to hold. */
function faultFor(request: ChatRequest, asked: string, { headers, orders, pace, note }: Studio) {
  const wishes = wishesOf({ text: asked, headers, metadata: request.metadata ?? undefined });
  const armed = wishes.faults.length > 0 ? undefined : orders.take(request.model);
  const faults = armed === undefined ? wishes.faults : [armed];
  note({ faults });
  const fault = faults.reduce<Fault>((sum, name) => ({ ...sum, ...faultNamed(name, request.model) }), {});
  return { ...fault, pace: paceWith(pace, wishes.pace, fault.pace ?? {}) };
}

function requireRoom(model: Model, request: ChatRequest, promptTokens: number) {
  const asked = promptTokens + (request.max_completion_tokens ?? request.max_tokens ?? 0);
  if (asked > model.contextTokens) throw contextTooLong(model.contextTokens, asked);
}

/** Silence is kept until the reader goes. */
function answerInstead(response: ServerResponse, instead: Instead, whenOver: () => void) {
  if (instead.kind === "silence") return;
  whenOver();
  if (instead.kind === "hang-up") response.socket?.destroy();
  if (instead.kind === "body") response.writeHead(200, { "content-type": instead.contentType }).end(instead.body);
}

function nowInSeconds() {
  return Math.floor(Date.now() / 1_000);
}
