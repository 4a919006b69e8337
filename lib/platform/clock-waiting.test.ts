import { expect, test, vi } from "vitest";
import { DAY_MS, worldOffsetMs } from "@/lib/platform/clock";
import { at, AT_ONCE, aWorld, expectOffset, follow, type Reply } from "@/lib/platform/testing/world-clock";

/** Following a clock that waits with its answer until it is moved, as the sandbox's does. */

/** As the sandbox does it. */
async function aWaitingWorld(firstS: number) {
  const world = await aWorld(at(firstS));
  const waiting: { knownS: string | null; response: Parameters<Reply>[0] }[] = [];
  let offsetS = firstS;
  world.answers((response, query) => {
    const knownS = query.get("other_than");
    if (knownS === String(offsetS) && Number(query.get("within_seconds")) > 0) waiting.push({ knownS, response });
    else at(offsetS)(response, query);
  });
  const move = (nextS: number) => {
    offsetS = nextS;
    for (const { response } of waiting.splice(0)) at(nextS)(response, new URLSearchParams());
  };
  const untilAsked = () => vi.waitFor(() => expect(waiting).toHaveLength(1), { timeout: 5_000, interval: 5 });
  return { ...world, move, waiting, untilAsked };
}

test("is asked once and not again until it was", async () => {
  const world = await aWaitingWorld(60);
  await follow(world.url, { ...AT_ONCE, heldS: 10 });
  await world.untilAsked();
  const { asked } = world.counts();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(world.counts().asked).toBe(asked);
  expect(world.waiting[0]?.knownS).toBe("60");
  world.move(120);
  await expectOffset(120_000);
  await world.untilAsked();
  world.move(0);
  await expectOffset(0);
});

test("and answers that it was not, is asked again", async () => {
  const world = await aWaitingWorld(60);
  await follow(world.url, { ...AT_ONCE, heldS: 10 });
  for (let times = 0; times < 3; times += 1) {
    await world.untilAsked();
    world.move(60);
  }
  await world.untilAsked();
  expect(worldOffsetMs()).toBe(60_000);
});

test("is not asked to wait once it was lost: it may have been moved meanwhile", async () => {
  const world = await aWaitingWorld(0);
  const waits: (string | null)[] = [];
  await follow(world.url, { ...AT_ONCE, heldS: 10 });
  await world.untilAsked();
  world.answers((response, query) => {
    waits.push(query.get("within_seconds"));
    response.destroy();
  });
  for (const { response } of world.waiting) response.destroy();
  await world.looks(3);
  expect(new Set(waits)).toEqual(new Set([null]));
  world.answers(at(86_400));
  await expectOffset(DAY_MS);
});

test("and says nothing at all in its time and some more, is lost", async () => {
  const world = await aWaitingWorld(0);
  await follow(world.url, { ...AT_ONCE, patienceMs: 250, heldS: 0.05 });
  await world.untilAsked();
  await vi.waitFor(() => expect(world.waiting[0]?.response.destroyed).toBe(true), { timeout: 5_000 });
  world.answers(at(60));
  await expectOffset(60_000);
});
