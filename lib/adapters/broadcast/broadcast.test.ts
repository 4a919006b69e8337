import { afterEach, expect, test } from "vitest";
import { type Broadcast, openBroadcast } from "@/lib/adapters/broadcast/broadcast";
import { db } from "@/lib/db/client";
import { env } from "@/lib/platform/env";

const QUICK = { firstRetryMs: 20, lastRetryMs: 50, pingMs: 30 };
const opened: Broadcast[] = [];

function aBroadcast(url = env.database.directUrl): Broadcast {
  const broadcast = openBroadcast(url, QUICK);
  opened.push(broadcast);
  return broadcast;
}

/** Listens, and waits until news arrive. */
async function listening(channel: string) {
  const broadcast = aBroadcast();
  const heard: string[] = [];
  broadcast.listen(channel, (payload) => heard.push(payload));
  await expect.poll(broadcast.isUp).toBe(true);
  return { broadcast, heard };
}

async function say(channel: string, payload: string): Promise<void> {
  await db.$queryRaw`SELECT pg_notify(${channel}, ${payload})::text`;
}

async function cut(): Promise<void> {
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'parley-broadcast'`;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((broadcast) => broadcast.close()));
});

test("every process that listens hears, and only on its channel", async () => {
  const [one, two, other] = await Promise.all([listening("weather"), listening("weather"), listening("sports")]);
  await say("weather", "rain");
  await expect.poll(() => [one.heard, two.heard]).toEqual([["rain"], ["rain"]]);
  expect(other.heard).toEqual([]);
});

test("a second listener, and a second channel, join the connection that stands", async () => {
  const { broadcast, heard } = await listening("weather");
  const more: string[] = [];
  broadcast.listen("weather", (payload) => more.push(payload));
  broadcast.listen("Sports; DROP", (payload) => more.push(payload));
  await say("weather", "rain");
  await say("Sports; DROP", "1:0");
  await expect.poll(() => more).toEqual(["rain", "1:0"]);
  expect(heard).toEqual(["rain"]);
});

test("there is no news of what was rolled back", async () => {
  const { heard } = await listening("weather");
  const doomed = db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_notify('weather', 'hail')::text`;
    throw new Error("it was not hail");
  });
  await expect(doomed).rejects.toThrow("it was not hail");
  await say("weather", "sun");
  await expect.poll(() => heard).toEqual(["sun"]);
});

test("after a cut it listens again, and tells everybody to look what they missed", async () => {
  const { broadcast, heard } = await listening("weather");
  let looks = 0;
  broadcast.onStanding(() => {
    looks += 1;
  });
  await cut();
  await expect.poll(() => looks).toBe(1);
  await say("weather", "rain");
  await expect.poll(() => heard).toEqual(["rain"]);
});

test("without a server it is away, keeps trying, and closes all the same", async () => {
  const broadcast = aBroadcast("postgresql://nobody@127.0.0.1:1/nowhere");
  broadcast.listen("weather", () => {});
  await expect.poll(broadcast.isUp, { timeout: 200 }).toBe(false);
  await broadcast.close();
  expect(broadcast.isUp()).toBe(false);
});

test("who is closed hears nothing more", async () => {
  const { broadcast, heard } = await listening("weather");
  const { heard: witness } = await listening("weather");
  await broadcast.close();
  await say("weather", "rain");
  await expect.poll(() => witness).toEqual(["rain"]);
  expect(heard).toEqual([]);
});
