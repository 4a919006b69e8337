import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePieces } from "@/lib/chat/queries/pieces";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { aClient } from "@/lib/chat/testing/client";
import { aPerson } from "@/lib/chat/testing/person";
import { allListen, aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import type { Run } from "@/lib/chat/writing";
import type { Viewer } from "@/lib/identity/schema";
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
  ending: fc.constantFrom("finish" as const, "fail" as const, "shutdown" as const, "crash" as const),
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

type Scene = { viewer: Viewer; run: Run; model: ReturnType<typeof aModel>; clients: ReturnType<typeof aClient>[] };
type Acts<Kinds extends { kind: string }> = {
  [Kind in Kinds["kind"]]: (scene: Scene, how: Extract<Kinds, { kind: Kind }>) => unknown;
};

const pick = <Item>(items: readonly Item[], index: number) => items[index % items.length]!;

const STEPS: Acts<Step> = {
  say: ({ model }, { words }) => model.say(words.toWellFormed().replaceAll("\u0000", "")),
  wait: (_scene, { ms }) => sleep(ms),
  room: ({ clients }, { who: index }) => pick(clients, index).giveRoom(),
  return: ({ clients }, { who: index, where: process }) => pick(clients, index).connect(pick(processes, process)),
  stop: ({ viewer, run }, { where: process, seenLength }) =>
    pick(processes, process).stop(viewer, run.ids.generationId, seenLength),
  join({ viewer, run, clients }, { where: process, isSlow }) {
    const fresh = aClient(viewer, run.ids.generationId, { isSlow });
    clients.push(fresh);
    return fresh.connect(pick(processes, process));
  },
};

const ENDINGS: Record<Story["ending"], (scene: Scene) => unknown> = {
  finish: ({ model }) => model.finish(),
  fail: ({ model }) => model.fail(new AppError("model_stalled")),
  shutdown: () => writer.desk.finishAll(),
  async crash({ clients }) {
    fate.isKilled = true;
    // Its connections are gone with it; everybody comes back to who is left.
    await Promise.all(clients.map((client) => client.connect(other)));
    await reapSilentGenerations(() => plusMs(new Date(), 10 * MINUTE_MS), other.desk);
    fate.isKilled = false;
  },
};

async function act(scene: Scene, how: Step): Promise<void> {
  const does: (scene: Scene, how: never) => unknown = STEPS[how.kind];
  await does(scene, how as never);
}

async function play({ prefix, steps, ending }: Story) {
  const viewer = await aPerson();
  const run = await aRun(viewer, { prefix });
  const { generationId } = run.ids;
  const model = aModel();
  writer.desk.start(run, undefined, model.infer);
  const first = aClient(viewer, generationId);
  await first.connect(writer);
  const clients = [first];
  const scene = { viewer, run, model, clients };
  for (const next of steps) await act(scene, next);
  await ENDINGS[ending](scene);
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
      const most = generation.stopSeenLength ?? Number.POSITIVE_INFINITY;
      expect(content.length).toBeLessThanOrEqual(Math.max(most, told.prefix.length));
      expect(endings).toHaveLength(1);
    }),
    { numRuns: 25, endOnFailure: false },
  );
}, 300_000);
