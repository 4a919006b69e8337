import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePieces } from "@/lib/chat/queries/pieces";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { aClient } from "@/lib/chat/testing/client";
import { aPerson } from "@/lib/chat/testing/person";
import { allListen, aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import { MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

type Step =
  | { kind: "say"; words: string }
  | { kind: "wait"; ms: number }
  | { kind: "join"; where: number; isSlow: boolean }
  | { kind: "return"; who: number; where: number }
  | { kind: "room"; who: number }
  | { kind: "stop"; where: number; seenLength: number | undefined };

const where = fc.nat(1);
const who = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("say"),
      words: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("join"), where, isSlow: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("return"), who, where }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("room"), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("stop"), where, seenLength: fc.option(fc.nat(60), { nil: undefined }) }),
  },
);
const story = fc.record({
  prefix: fc.constantFrom("", "", "Once upon 🦜"),
  steps: fc.array(step, { minLength: 4, maxLength: 24 }),
  ending: fc.constantFrom("finish", "fail", "shutdown", "crash"),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Shared with the writer's store: a process that was killed stores nothing more. */
const fate = { isKilled: false };
const writer = aProcess({
  store: async (pieces, now) => {
    if (fate.isKilled) throw new Error("killed");
    return storePieces(pieces, now);
  },
});
const other = aProcess();
const processes = [writer, other] as const;

beforeAll(() => allListen(...processes));
afterAll(() => Promise.all(processes.map(({ close }) => close())));

async function play({ prefix, steps, ending }: Story) {
  const viewer = await aPerson();
  const run = await aRun(viewer, { prefix });
  const { generationId } = run.ids;
  const model = aModel();
  writer.desk.start(run, undefined, model.infer);
  const clients = [aClient(viewer, generationId)];
  await clients[0]!.connect(writer);

  for (const next of steps) {
    const client = "who" in next ? clients[next.who % clients.length] : undefined;
    if (next.kind === "say") model.say(next.words.toWellFormed().replaceAll("\u0000", ""));
    if (next.kind === "wait") await sleep(next.ms);
    if (next.kind === "room") client!.giveRoom();
    if (next.kind === "return") await client!.connect(processes[next.where]!);
    if (next.kind === "stop") await processes[next.where]!.stop(viewer, generationId, next.seenLength);
    if (next.kind === "join") {
      const fresh = aClient(viewer, generationId, { isSlow: next.isSlow });
      clients.push(fresh);
      await fresh.connect(processes[next.where]!);
    }
  }

  if (ending === "finish") model.finish();
  if (ending === "fail") model.fail(new AppError("model_stalled"));
  if (ending === "shutdown") await writer.desk.finishAll();
  if (ending === "crash") {
    fate.isKilled = true;
    // Its connections are gone with it; everybody comes back to who is left.
    await Promise.all(clients.map((client) => client.connect(other)));
    await reapSilentGenerations(() => plusMs(new Date(), 10 * MINUTE_MS), other.desk);
    fate.isKilled = false;
  }
  await expect
    .poll(
      () => {
        for (const client of clients) client.giveRoom();
        return clients.every(({ state }) => state.isDone);
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(true);
  await expect.poll(() => writer.desk.isWriting(generationId), { timeout: 10_000, interval: 20 }).toBe(false);
  return { clients, stored: await storedOf(run) };
}

test("whatever happens on the way, a reader ends with the text that is stored, in pieces that fit, paid once", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { clients, stored } = await play(told);
      const { message, pieces, endings, generation } = stored;
      const content = message?.content ?? "nothing";
      for (const { state } of clients) expect(state).toEqual({ text: content, isDone: true, gaps: [] });
      expect(message?.status).toBe(generation.status === "completed" ? "complete" : generation.status);

      let at = 0;
      for (const { from, to, text } of pieces) {
        expect([from, to]).toEqual([at, at + text.length]);
        at = to;
      }
      const whole = pieces.map(({ text }) => text).join("");
      expect(whole.slice(0, content.length)).toBe(content.slice(0, whole.length));
      expect(content.isWellFormed()).toBe(true);

      const wasStopped = generation.stopRequestedAt !== null;
      expect(wasStopped).toBe(generation.status === "stopped");
      if (wasStopped && generation.stopSeenLength !== null)
        expect(content.length).toBeLessThanOrEqual(Math.max(generation.stopSeenLength, told.prefix.length));
      expect(endings).toHaveLength(1);
    }),
    { numRuns: 25, endOnFailure: false },
  );
}, 300_000);
