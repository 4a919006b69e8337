import type { AnswerEvent } from "@/components/chat/stream/answer-reader";
import { browserNetwork, type Network, pauseAfter } from "@/components/chat/stream/network";
import { postMessage } from "@/components/chat/stream/post-message";
import { resumeAnswer } from "@/components/chat/stream/resume-answer";
import { SendFailure, unreachable } from "@/components/chat/stream/send-failure";
import { stopAnswer } from "@/components/chat/stream/stop-answer";
import { type Connect, wholeAnswer } from "@/components/chat/stream/whole-answer";
import type { ChatRequest } from "@/lib/chat/schema";
import { type AskedOptions, asked, type Conversation, EMPTY, isRunning, runningTurn } from "./conversation";
import { batched, nextFrame } from "./frame-batch";
import { heard, listening, notStopped, refused, slow, stopping } from "./hearing";

/** What a running answer tells the screen around it. `key` is the one that it was sent under. */
export type ChatNews =
  | { type: "started"; key: string; conversationId: string; request: ChatRequest }
  /** Without a request somebody else began it, or the page was loaded meanwhile. */
  | { type: "ended"; key: string; conversation: Conversation; request?: ChatRequest }
  | { type: "refused"; key: string; request: ChatRequest; code: string };

type StoreOptions = {
  /** Runs the callback before the next frame of the screen; what arrives until then becomes one change. */
  schedule?: (callback: () => void) => void;
  post?: typeof postMessage;
  resume?: typeof resumeAnswer;
  stop?: typeof stopAnswer;
  network?: Network;
  /** Calls back after so long. Returns the way out. */
  later?: typeof afterMs;
};

/** `from` is what the screen shows now: the answer comes below it, or below a part of it. */
type Sending = AskedOptions & { from: Conversation };

export type ChatStore = ReturnType<typeof chatStore>;

/** Tries to tell the server to stop; afterwards the answer is shown to go on. */
const STOP_TRIES = 4;
/** A request that was not heard of for so long is said to be slow, and can be taken back. */
const SLOW_MS = 10_000;

/**
 * The conversations that are being answered, or were since the page was loaded. It lives above the screens, so that
 * an answer goes on arriving while another conversation is looked at. A new conversation is found under the key it
 * was sent with, and under its own id once it has one.
 */
export function chatStore({
  schedule = nextFrame,
  post = postMessage,
  resume = resumeAnswer,
  stop = stopAnswer,
  network = browserNetwork(),
  later = afterMs,
}: StoreOptions = {}) {
  const conversations = new Map<string, Conversation>();
  const ids = new Map<string, string>();
  const listeners = new Set<() => void>();
  /** What takes back a request that nothing was heard of yet. */
  const takingBack = new WeakMap<ChatRequest, AbortController>();
  const reporters = new Set<(news: ChatNews) => void>();

  const find = (key: string) => conversations.get(ids.get(key) ?? key);
  const known = (key: string) => find(key) ?? EMPTY;

  function tell(news: ChatNews): void {
    for (const report of reporters) report(news);
  }

  function put(key: string, conversation: Conversation): Conversation {
    const { id = key } = conversation;
    if (id !== key) {
      ids.set(key, id);
      conversations.delete(key);
    }
    conversations.set(id, conversation);
    for (const listener of listeners) listener();
    return conversation;
  }

  /** Takes in an answer until it ends; `request` is what began it, where that was here. */
  async function listen(key: string, connect: Connect, { request, takenBack }: Begun = {}): Promise<void> {
    let hasBegun = request === undefined;
    const batch = batched((events: AnswerEvent[]) => {
      const conversation = put(key, heard(known(key), events));
      const start = events.find(({ type }) => type === "start");
      if (hasBegun || request === undefined || start?.type !== "start") return;
      hasBegun = true;
      // After the state, so that whoever follows the news finds the conversation under its id.
      tell({ type: "started", key, conversationId: start.conversationId, request });
      if (runningTurn(conversation)?.stop) void tellToStop(key);
    }, schedule);
    const answer = known(key).messages.at(-1);
    const place = { generationId: answer?.generationId, from: answer?.content.length ?? 0 };
    try {
      for await (const events of wholeAnswer(connect, { ...place, resume, network })) batch.add(events);
      batch.flush();
      tell({ type: "ended", key, conversation: known(key), ...(request ? { request } : {}) });
    } catch (thrown) {
      batch.flush();
      const failure = failureOf(thrown, takenBack);
      put(key, refused(known(key), failure));
      if (request) tell({ type: "refused", key, request, code: failure.code });
    }
  }

  /** Sends a request, and says when that takes long. Who wanted to stop it by then gets it back at once. */
  async function ask(key: string, request: ChatRequest): Promise<void> {
    const takeBack = new AbortController();
    takingBack.set(request, takeBack);
    const forget = later(() => {
      const conversation = slow(known(key), request);
      if (conversation === known(key)) return;
      put(key, conversation);
      if (runningTurn(conversation)?.stop) takeBack.abort();
    }, SLOW_MS);
    const takenBack = takeBack.signal;
    await listen(key, (signal) => post(request, { signal: eitherOf(signal, takenBack) }), { request, takenBack });
    forget();
  }

  async function tellToStop(key: string): Promise<void> {
    const generationId = known(key).messages.at(-1)?.generationId;
    for (let failures = 0; failures < STOP_TRIES; failures += 1) {
      const wish = runningTurn(known(key))?.stop;
      // It ended meanwhile, or it has no name yet: its start asks again.
      if (!wish || !generationId || known(key).messages.at(-1)?.generationId !== generationId) return;
      try {
        return await stop(generationId, wish.seenLength);
      } catch {
        // Told once more below; the last failure is shown.
        await network.pause(pauseAfter(failures));
      }
    }
    put(key, notStopped(known(key)));
  }

  return {
    find,
    subscribe: (listener: () => void) => joined(listeners, listener),
    /** Tells the news, once each, to whoever listens when they happen. */
    onNews: (report: (news: ChatNews) => void) => joined(reporters, report),
    /** Asks for an answer. While one is running it does nothing. */
    send(key: string, request: ChatRequest, { from, ...options }: Sending): void {
      if (isRunning(known(key))) return;
      put(key, asked(from, request, options));
      void ask(key, request);
    },
    /** Listens on to the last answer of `from`, which somebody else began and which is still being written. */
    join(key: string, from: Conversation): void {
      const answer = from.messages.at(-1);
      const { generationId } = answer ?? {};
      if (isRunning(known(key)) || !answer || !generationId) return;
      put(key, listening(from));
      void listen(key, (signal) => resume(generationId, answer.content.length, { signal }));
    },
    /**
     * Ends the running answer with what is on the screen of it now; one that has not begun, as soon as it has. One that
     * does not begin for long is taken back.
     */
    stop(key: string): void {
      const turn = runningTurn(known(key));
      if (turn?.state === "sending" && turn.isSlow) return takingBack.get(turn.request)?.abort();
      if (!turn || turn.stop) return;
      put(key, stopping(known(key)));
      if (turn.state !== "sending") void tellToStop(key);
    },
    /** Changes what is known. `from` is what the screen shows: a running answer is never replaced by it. */
    change(key: string, from: Conversation, change: (conversation: Conversation) => Conversation): void {
      const current = known(key);
      put(key, change(isRunning(current) ? current : from));
    },
  };
}

type Begun = { request?: ChatRequest; takenBack?: AbortSignal };

/** What was taken back may have arrived all the same: sending it again joins the answer then. */
function failureOf(thrown: unknown, takenBack: AbortSignal | undefined): SendFailure {
  if (takenBack?.aborted) return new SendFailure("taken_back", "We stopped trying to send this.", { cause: thrown });
  return thrown instanceof SendFailure ? thrown : unreachable(thrown);
}

/** `AbortSignal.any` is younger than the browsers we support. */
function eitherOf(...signals: AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) signal.addEventListener("abort", () => either.abort(), { once: true });
  return either.signal;
}

function afterMs(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Returns the way out. */
function joined<Member>(members: Set<Member>, member: Member): () => void {
  members.add(member);
  return () => void members.delete(member);
}
