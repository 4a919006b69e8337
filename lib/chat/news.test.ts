import { expect, test } from "vitest";
import type { Broadcast } from "@/lib/adapters/broadcast/broadcast";
import { chatNews, type Stop } from "@/lib/chat/news";
import { GROWN_CHANNEL, STOPPED_CHANNEL, tellGrown } from "@/lib/chat/queries/news";
import { db, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

/** A broadcast that says what the test says. */
function aBroadcast() {
  const listeners = new Map<string, (payload: string) => void>();
  let stand = () => {};
  const broadcast: Broadcast = {
    listen: (channel, hear) => void listeners.set(channel, hear),
    onStanding: (look) => {
      stand = look;
    },
    isUp: () => true,
    close: async () => {},
  };
  return {
    broadcast,
    say: (channel: string, payload: string) => listeners.get(channel)?.(payload),
    stand: () => stand(),
  };
}

test("who follows an answer is woken for it and for no other, until he has had enough", () => {
  const { broadcast, say } = aBroadcast();
  const news = chatNews(broadcast);
  const looks = { one: 0, again: 0, two: 0 };
  const leave = news.follow("1", () => void (looks.one += 1));
  news.follow("1", () => void (looks.again += 1));
  news.follow("2", () => void (looks.two += 1));
  say(GROWN_CHANNEL, "1,3");
  leave();
  say(GROWN_CHANNEL, "3,1");
  expect(looks).toEqual({ one: 1, again: 2, two: 0 });
});

test("everybody looks again when the news were away", () => {
  const { broadcast, stand } = aBroadcast();
  const news = chatNews(broadcast);
  let looks = 0;
  for (const id of ["1", "2"]) news.follow(id, () => void (looks += 1));
  stand();
  expect(looks).toBe(2);
});

test("a stop is told with what was seen, if that is known", () => {
  const { broadcast, say } = aBroadcast();
  const stops: [string, Stop][] = [];
  chatNews(broadcast).onStop((id, how) => void stops.push([id, how]));
  say(STOPPED_CHANNEL, "1,0");
  say(STOPPED_CHANNEL, "2");
  expect(stops).toEqual([
    ["1", { seenLength: 0 }],
    ["2", {}],
  ]);
});

test("a thousand answers that grow at once are told in as many notes as it takes, none too long", async () => {
  const ids = Array.from({ length: 1_000 }, newId);
  const grown = Prisma.sql`(SELECT unnest(${ids}::uuid[]) AS id) grown`;
  const [row] = await db.$queryRaw<{ told: bigint }[]>`
    WITH ${tellGrown(Prisma.sql`news`, grown)} SELECT count(told) AS told FROM news`;
  expect(row?.told).toBe(5n);
});
