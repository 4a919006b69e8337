import { measured, rowOf } from "./chat";
import { memoryMb, percentile, round } from "./figures";
import { type Person, peopleInChat } from "./people";
import { chatTarget, pipeTarget } from "./sends";
import { faultsIn, untilTitled } from "./settled";
import { readStreams } from "./streams";
import { marked, type Section } from "./table";
import type { World } from "./world";

const STREAMS = 1_000;
const RAMP_MS = 10_000;
/** Twenty seconds each: for ten of them all are open at once. */
const SAYING = { kind: "words", tokens: 200, perSecond: 10 } as const;
/** What was said before in each conversation. */
const EARLIER = { kind: "words", tokens: 10, perSecond: 100 } as const;
const MOST_TTFT_MS = 250;
const MOST_GAP_MS = 250;
const MOST_MEMORY_MB = 350;

/** A thousand answers that are written at once by one process, at the pace at which people read. */
export async function benchLiveStreams(world: World): Promise<Section> {
  const conversations = await conversationsOf(world, await peopleInChat(world, STREAMS));
  const teed = await measured(world.teedPipe.pid, () =>
    readStreams(STREAMS, () => pipeTarget(world.teedPipe, SAYING), RAMP_MS),
  );
  const before = round(memoryMb(world.appPid), 0);
  const memory = watchMemory(world.appPid);
  const app = await measured(world.appPid, () =>
    readStreams(
      STREAMS,
      (index) => {
        const { person, conversationId } = conversations[index] ?? NOBODYS;
        return chatTarget(world, { person, conversationId, saying: SAYING });
      },
      RAMP_MS,
    ),
  );
  const mostMb = memory.most();
  const p95 = round(
    percentile(
      app.runs.map(({ ttftMs }) => ttftMs),
      0.95,
    ),
  );
  const gap = round(
    percentile(
      app.runs.flatMap(({ gapsMs }) => gapsMs),
      0.99,
    ),
  );
  const rows = [
    rowOf(`${STREAMS} live streams, teed pipe`, teed),
    rowOf(`${STREAMS} live streams, Parley, messages`, app),
    { what: "… first token, p95", ms: p95, ...marked(p95, MOST_TTFT_MS) },
    { what: "… gap, p99", ms: gap, ...marked(gap, MOST_GAP_MS) },
    { what: "… memory, before the first of them", MB: before },
    { what: "… memory, at most", MB: mostMb, ...marked(mostMb, MOST_MEMORY_MB) },
  ];
  return { rows, faults: await faultsIn(world.databaseUrl, app.runs, SAYING.tokens) };
}

type Conversation = { person: Person; conversationId: string };
const NOBODYS: Conversation = { person: { id: "", cookie: "" }, conversationId: "" };

/** One of each person, with its title: whose pages were opened, and whose first message was answered. */
async function conversationsOf(world: World, people: readonly Person[]): Promise<Conversation[]> {
  const person = (index: number) => people[index] ?? NOBODYS.person;
  const runs = await readStreams(
    people.length,
    (index) => chatTarget(world, { person: person(index), saying: EARLIER }),
    RAMP_MS,
  );
  await untilTitled(world.databaseUrl);
  return runs.map(({ conversationId }, index) => ({ person: person(index), conversationId }));
}

const LOOK_MS = 250;

function watchMemory(pid: number) {
  let most = 0;
  const look = () => {
    most = Math.max(most, memoryMb(pid));
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    most(): number {
      clearInterval(timer);
      look();
      return round(most, 0);
    },
  };
}
