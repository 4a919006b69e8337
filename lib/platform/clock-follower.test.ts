import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { DAY_MS, now, SECOND_MS, setWorldOffset, worldOffsetMs } from "@/lib/platform/clock";
import { followWorldClock } from "@/lib/platform/clock-follower";
import { at, AT_ONCE, aWorld, expectOffset, follow, type Reply } from "@/lib/platform/testing/world-clock";

const words =
  (text: string, status = 200): Reply =>
  (response) =>
    response.writeHead(status).end(text);
const silence: Reply = () => {};
const half: Reply = (response) => void response.writeHead(200).write('{"offset_se');
const cut: Reply = (response) => void response.destroy();

test("a process that starts in a world that was moved is there from the first moment", async () => {
  const world = await aWorld(at(86_400));
  await follow(world.url);
  expect(worldOffsetMs()).toBe(DAY_MS);
  expect(now().getTime() - Date.now()).toBeGreaterThan(DAY_MS - 5 * SECOND_MS);
});

test("a move is followed, and so is the return to the machine's time after a reset", async () => {
  const world = await aWorld(at(0));
  await follow(world.url);
  world.answers(at(86_400));
  await expectOffset(DAY_MS);
  world.answers(at(3 * 86_400));
  await expectOffset(3 * DAY_MS);
  world.answers(at(0));
  await expectOffset(0);
  expect(now().getTime() - Date.now()).toBeLessThan(SECOND_MS);
});

test("a move is followed at the standard pace too", async () => {
  const world = await aWorld(at(0));
  await follow(world.url, {});
  expect(worldOffsetMs()).toBe(0);
  world.answers(at(60));
  await expectOffset(60_000);
});

test("many looks go over connections that are kept", async () => {
  const world = await aWorld(at(5));
  await follow(world.url);
  await world.looks(20);
  expect(world.counts().connections).toBeLessThanOrEqual(2);
});

describe("a world that is no help leaves the last offset standing, and is followed again once it is", () => {
  test.each<[string, Reply]>([
    ["says nothing", silence],
    ["stops in the middle of its answer", half],
    ["hangs up", cut],
    ["answers with an error", words("<h1>oops</h1>", 500)],
    ["answers no JSON", words("noon")],
    ["answers another thing", words("[1]")],
    ["has no offset", words("{}")],
    ["tells words", at("86400")],
    ["tells half seconds", at(0.5)],
    ["would go back before its beginning", at(-1)],
    ["is beyond all calendars", at(1e15)],
    ["sends us elsewhere", (response) => void response.writeHead(302, { location: "/" }).end()],
  ])("that %s", async (_name, reply) => {
    const world = await aWorld(at(86_400));
    await follow(world.url, { ...AT_ONCE, patienceMs: 250 });
    await expectOffset(DAY_MS);
    world.answers(reply);
    await world.looks(3);
    expect(worldOffsetMs()).toBe(DAY_MS);
    world.answers(at(2 * 86_400));
    await expectOffset(2 * DAY_MS);
  });

  test("that went away and came back moved, as after a restart", async () => {
    const first = await aWorld(at(86_400));
    await follow(first.url);
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(worldOffsetMs()).toBe(DAY_MS);
    await aWorld(at(5 * 86_400), first.port);
    await expectOffset(5 * DAY_MS);
  });
});

test("a start does not wait longer for a silent world than its patience, and counts as the machine does", async () => {
  const world = await aWorld(silence);
  await follow(world.url, { ...AT_ONCE, patienceMs: 30 });
  expect(worldOffsetMs()).toBe(0);
  world.answers(at(60));
  await expectOffset(60_000);
});

test("who stopped following asks no more, and an answer under way moves nothing", async () => {
  const world = await aWorld(at(0));
  const held: Parameters<Reply>[0][] = [];
  const follower = await follow(world.url, AT_ONCE);
  world.answers((response) => void held.push(response));
  await vi.waitFor(() => expect(held).toHaveLength(1), { interval: 5 });
  follower.stop();
  for (const response of held) at(86_400)(response, new URLSearchParams());
  const { asked } = world.counts();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(world.counts().asked).toBe(asked);
  expect(worldOffsetMs()).toBe(0);
});

/** What comes of one look: an offset in seconds, or something that is none. */
const look = fc.oneof(
  fc.nat({ max: 10_000_000 }).map((offsetS) => ({ offset_seconds: offsetS })),
  fc.anything().filter((value) => typeof value !== "object"),
  fc.constant(new Error("away")),
);
const isGood = (value: unknown): value is { offset_seconds: number } =>
  typeof value === "object" && value !== null && "offset_seconds" in value;

test("whatever the looks bring, the offset is that of the last one that told any", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(look, { minLength: 1, maxLength: 8 }), async (looks) => {
      setWorldOffset(0);
      const left = [...looks];
      const seen: number[] = [];
      const expected: number[] = [];
      let last = 0;
      for (const value of looks) expected.push((last = isGood(value) ? value.offset_seconds * 1_000 : last));
      const ask = (): Promise<Response> => {
        if (left.length < looks.length && seen.length < looks.length) seen.push(worldOffsetMs());
        const value = left.shift();
        if (value instanceof Error) return Promise.reject(value);
        return Promise.resolve(new Response(JSON.stringify(value)));
      };
      const follower = await followWorldClock("http://world.test/", { everyMs: 0, patienceMs: 1_000, heldS: 0, ask });
      await vi.waitFor(() => expect(seen).toHaveLength(looks.length), { interval: 1 });
      follower.stop();
      expect(seen).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
