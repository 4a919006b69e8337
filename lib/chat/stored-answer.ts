import "server-only";
import { chatFrame, type Closing, closingFrames, unwrittenClosing } from "@/lib/chat/frames";
import type { AnswerIds } from "@/lib/chat/live-answer";
import { type ChatNews, ourNews } from "@/lib/chat/news";
import { findRun, type RunState } from "@/lib/chat/queries/replay";
import { SECOND_MS } from "@/lib/platform/clock";
import type { FrameSink, FrameSource } from "@/lib/platform/event-stream";
import { log } from "@/lib/platform/log";
import { type Receipt, receiptOf } from "@/lib/usage/reservations";

/** How often an answer that another process is writing is looked at when no news arrive … */
const LOOK_MS = 250;
/** … and when they do: one may be missed. */
const SAFETY_MS = 3 * SECOND_MS;

/**
 * An answer from what is stored of it, from `from` (UTF-16 units) on: one that is over at once, one that another
 * process writes as it grows.
 */
export function storedAnswer(userId: string, ids: AnswerIds, from = 0, news: ChatNews = ourNews()): FrameSource {
  return (sink) => {
    const bell = aBell();
    const unfollow = news.follow(ids.generationId, bell.ring);
    const reader: Reader = { sink, bell, isGone: false, hasRoom: true };
    void follow({ userId, ids, from, news }, reader).finally(unfollow);
    return {
      resume: () => {
        reader.hasRoom = true;
        bell.ring();
      },
      leave: () => {
        reader.isGone = true;
        bell.ring();
      },
    };
  };
}

type Following = { userId: string; ids: AnswerIds; from: number; news: ChatNews };
type Reader = { sink: FrameSink; bell: Bell; isGone: boolean; hasRoom: boolean };

/** What is not there any more can not be told. */
const GONE = { status: "failed", finishReason: null, errorCode: "not_found", text: "" } as const;

async function follow({ userId, ids, from, news }: Following, reader: Reader): Promise<void> {
  const told = { length: from };
  reader.sink.send(chatFrame({ type: "start", ...ids }, from));
  try {
    while (!(await tellMore(userId, ids, { reader, told }))) await untilWorthALook(reader, news);
  } catch (error) {
    if (reader.isGone) return;
    log.error("chat.replay_failed", error, { generationId: ids.generationId });
    close(reader.sink, unwrittenClosing(), told.length);
  }
}

type Telling = { reader: Reader; told: { length: number } };

/** Returns whether there is nothing more to tell, or nobody to tell it to. */
async function tellMore(userId: string, { generationId }: AnswerIds, { reader, told }: Telling): Promise<boolean> {
  if (reader.isGone) return true;
  const run: RunState = (await findRun(userId, generationId, told.length)) ?? { ...GONE, length: told.length };
  if (reader.isGone) return true;
  told.length += run.text.length;
  if (run.text !== "") reader.hasRoom = reader.sink.send(chatFrame({ type: "delta", text: run.text }, told.length));
  if (run.status === "running") return false;
  const closing = await closingOf(userId, generationId, run, told.length);
  if (!reader.isGone) close(reader.sink, closing, run.length);
  return true;
}

async function untilWorthALook(reader: Reader, news: ChatNews): Promise<void> {
  do await reader.bell.wait(news.isUp() ? SAFETY_MS : LOOK_MS);
  while (!reader.hasRoom && !reader.isGone);
}

function close(sink: FrameSink, closing: Closing, length: number): void {
  for (const frame of closingFrames(closing, length)) sink.send(frame);
  sink.end();
}

/** How an answer ended that somebody else ended, for a reader who has `heard` so many units of it. */
export async function storedClosing(userId: string, generationId: string, heard: number): Promise<Closing> {
  const run = await findRun(userId, generationId, heard);
  return run && run.status !== "running" ? closingOf(userId, generationId, run, heard) : unwrittenClosing();
}

async function closingOf(userId: string, generationId: string, run: RunState, heard: number): Promise<Closing> {
  const receipt = await receiptOf(userId, generationId);
  const { status, finishReason, errorCode, length } = run;
  return {
    ...(receipt ? { usage: usageOf(receipt) } : {}),
    end: errorCode === null ? { finishReason: finishReason ?? "stop" } : { errorCode },
    ...(status === "stopped" || length < heard ? { keptLength: length } : {}),
  };
}

function usageOf({ inputTokens, outputTokens, settledMicros }: Receipt) {
  return { inputTokens, outputTokens, costMicros: settledMicros };
}

type Bell = ReturnType<typeof aBell>;

/** Something to wait for that may happen before one waits. */
function aBell() {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring(): void {
      hasRung = true;
      wake?.();
    },
    async wait(longestMs: number): Promise<void> {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      hasRung = false;
      wake = undefined;
    },
  };
}
