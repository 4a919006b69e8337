import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile, round } from "./figures";
import { peopleInChat, type Person } from "./people";
import { call } from "./requests";
import { chatTarget } from "./sends";
import { readStream, type StreamRun } from "./streams";
import { marked, type Section, spread } from "./table";
import type { World } from "./world";

const STOPS = 50;
const SAYING = { kind: "words", tokens: 10_000, perSecond: 50 } as const;
const LONGEST_WAIT_MS = 300;
const MOST_MS = 500;

/** From the request that says "stop" to the model's connection closed, as the model's server sees it. */
export async function benchStops(world: World): Promise<Section> {
  const closed: number[] = [];
  const faults: string[] = [];
  for (const person of await peopleInChat(world, STOPS)) {
    const { ms, isStopped } = await stopOne(world, person);
    closed.push(ms);
    if (!isStopped) faults.push("a stop was answered with something else");
  }
  const p95 = round(percentile(closed, 0.95), 2);
  const row = { what: `${STOPS} stops, to the call's end`, ...spread(closed, 0.95), ...marked(p95, MOST_MS) };
  return { rows: [row], faults };
}

async function stopOne(world: World, person: Person): Promise<{ ms: number; isStopped: boolean }> {
  const name = randomUUID();
  const hungUp = world.untilHungUp(name);
  const target = chatTarget(world, { person, saying: SAYING, name });
  let over: Promise<unknown> | undefined;
  const { generationId } = await new Promise<StreamRun>((resolve, reject) => {
    over = readStream({ ...target, onFirst: resolve });
    over.catch(reject);
  });
  await sleep(Math.random() * LONGEST_WAIT_MS);
  const pressedAtMs = performance.timeOrigin + performance.now();
  const { headers = {} } = target;
  const path = `/api/openai/chat/${generationId}/stop`;
  const { text } = await call({ port: world.appPort, path, method: "POST", headers, body: "{}" });
  const ms = (await hungUp) - pressedAtMs;
  await over;
  return { ms, isStopped: text === '{"stopped":true}' };
}
