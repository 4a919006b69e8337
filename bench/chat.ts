import { cpuSeconds, median, percentile, round } from "./figures";
import { peopleInChat, type Person, signedInPeople } from "./people";
import { chatTarget, pipeTarget } from "./sends";
import { faultsIn, untilTitled } from "./settled";
import { readStream, readStreams, type StreamRun, type Target } from "./streams";
import { atLeast, marked, type Row, type Section, spread } from "./table";
import type { World } from "./world";

const SINGLE_RUNS = 40;
const FIRST_RUNS = 15;
const CROWDS = [50, 200] as const;
const SAYING = { kind: "words", tokens: 200, perSecond: 100 } as const;
/** Shorter, because they run one after the other. */
const SINGLE_SAYING = { ...SAYING, tokens: 50 } as const;
/** Of one process: 200 times 200 are offered to it. */
const FLOOD_STREAMS = 200;
const FLOOD = { kind: "words", tokens: 2_000, perSecond: 200 } as const;
const NOBODY: Person = { id: "", cookie: "" };
const LEAST_TOKENS_PER_SECOND = 25_000;
const MOST_ADDED_MS = 6;
/** So many teed pipes' processor time may a message cost: they do the part of the work that nobody can leave out. */
const MOST_TEED_PIPES = 2;

/**
 * Time to the first token, tokens a second and processor time, the product beside the pipes in the same run. A "message"
 * goes to a conversation that has its title; a "first message" begins one, and its time and work include the title: a
 * job, a second call to the model, and its settlement.
 */
export async function benchChat(world: World): Promise<Section> {
  const sections: Section[] = [];
  // The crowds come first: what one person meets all day is a process that has been at work.
  for (const crowd of CROWDS) sections.push(await together(world, crowd));
  sections.push(await capacity(world), await oneByOne(world), await opening(world));
  return { rows: sections.flatMap(({ rows }) => rows), faults: sections.flatMap(({ faults = [] }) => faults) };
}

async function oneByOne(world: World): Promise<Section> {
  const pipe: Measured = nothing();
  const teed: Measured = nothing();
  const first: Measured = nothing();
  const next: Measured = nothing();
  const people = await peopleInChat(world, SINGLE_RUNS + 2);
  for (const [index, person] of people.entries()) {
    const send = { person, saying: SINGLE_SAYING };
    const rounds = [
      await alone(world, world.pipe.pid, pipeTarget(world.pipe, SINGLE_SAYING)),
      await alone(world, world.teedPipe.pid, pipeTarget(world.teedPipe, SINGLE_SAYING)),
      await alone(world, world.appPid, chatTarget(world, send)),
    ];
    const conversationId = rounds.at(-1)?.runs[0]?.conversationId ?? "";
    rounds.push(await alone(world, world.appPid, chatTarget(world, { ...send, conversationId })));
    // The first requests compile and connect; they are not what a person meets all day.
    if (index >= 2) for (const [place, sum] of [pipe, teed, first, next].entries()) add(sum, rounds[place]);
  }
  const rows = [
    rowOf("1 stream, bare pipe", pipe),
    rowOf("1 stream, teed pipe", teed),
    rowOf("1 stream, Parley, message", next),
    rowOf("1 stream, Parley, first message", first),
    addedRow("1 stream, a message adds to the teed pipe", next, { teed, pipe }),
    addedRow("1 stream, a first message adds", first, { teed, pipe }),
    { what: "1 stream, Parley : teed pipe", "CPU-s per 1,000": round(next.cpuS / teed.cpuS, 2) },
  ];
  return { rows, faults: await faultsIn(world.databaseUrl, [...first.runs, ...next.runs], SINGLE_SAYING.tokens) };
}

/** One run, and the work that it sets off. */
function alone({ databaseUrl }: World, pid: number, target: Target): Promise<Measured> {
  return measured(pid, async () => {
    const run = await readStream(target);
    if (run.generationId !== "") await untilTitled(databaseUrl);
    return [run];
  });
}

/** Somebody without a page, whose first message also opens the month's allowance. */
async function opening(world: World): Promise<Section> {
  const sum = nothing();
  for (const person of await signedInPeople(world.databaseUrl, FIRST_RUNS))
    add(sum, await alone(world, world.appPid, chatTarget(world, { person, saying: SINGLE_SAYING })));
  const faults = await faultsIn(world.databaseUrl, sum.runs, SINGLE_SAYING.tokens);
  return { rows: [rowOf("1 stream, Parley, first message, opens the month's allowance", sum)], faults };
}

/** More than one process can pass on is offered to it: what it passes on then is what it can. */
async function capacity(world: World): Promise<Section> {
  const people = await peopleInChat(world, FLOOD_STREAMS);
  const through = (pid: number, of: (index: number) => Target) => measured(pid, () => readStreams(FLOOD_STREAMS, of));
  const teed = await through(world.teedPipe.pid, () => pipeTarget(world.teedPipe, FLOOD));
  const app = await through(world.appPid, (index) =>
    chatTarget(world, { person: people[index] ?? NOBODY, saying: FLOOD }),
  );
  const rows = [
    rowOf(`${FLOOD_STREAMS} fast streams, teed pipe`, teed),
    {
      ...rowOf(`${FLOOD_STREAMS} fast streams, Parley`, app),
      ...atLeast(tokensPerSecond(app), LEAST_TOKENS_PER_SECOND),
    },
  ];
  return { rows, faults: await faultsIn(world.databaseUrl, app.runs, FLOOD.tokens) };
}

async function together(world: World, crowd: number): Promise<Section> {
  const people = await peopleInChat(world, crowd);
  const throughPipe = (pipe: World["pipe"]) =>
    measured(pipe.pid, () => readStreams(crowd, () => pipeTarget(pipe, SAYING)));
  const send = (of: (person: Person, index: number) => Target) =>
    measured(world.appPid, async () => {
      const runs = await readStreams(crowd, (index) => of(people[index] ?? NOBODY, index));
      await untilTitled(world.databaseUrl);
      return runs;
    });
  const pipe = await throughPipe(world.pipe);
  const first = await send((person) => chatTarget(world, { person, saying: SAYING }));
  const teed = await throughPipe(world.teedPipe);
  const next = await send((person, index) =>
    chatTarget(world, { person, saying: SAYING, conversationId: first.runs[index]?.conversationId ?? "" }),
  );
  const rows = [
    rowOf(`${crowd} streams, bare pipe`, pipe),
    rowOf(`${crowd} streams, teed pipe`, teed),
    rowOf(`${crowd} streams, Parley, messages`, next),
    rowOf(`${crowd} streams, Parley, first messages`, first),
    ratioRow(`${crowd} streams, Parley : teed pipe`, next, teed),
    ratioRow(`${crowd} streams, Parley, first messages : teed pipe`, first, teed),
  ];
  return { rows, faults: await faultsIn(world.databaseUrl, [...first.runs, ...next.runs], SAYING.tokens) };
}

/** `seconds` of streams that ran together. */
export type Measured = { runs: StreamRun[]; cpuS: number; seconds?: number };

export async function measured(pid: number, work: () => Promise<StreamRun[]>): Promise<Measured> {
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  const runs = await work();
  return { runs, cpuS: cpuSeconds(pid) - cpuBefore, seconds: (performance.now() - startedAt) / 1000 };
}

export const nothing = (): Measured => ({ runs: [], cpuS: 0 });

export function add(sum: Measured, more: Measured | undefined): void {
  if (more === undefined) return;
  sum.runs.push(...more.runs);
  sum.cpuS += more.cpuS;
}

const ttfts = ({ runs }: Measured) => runs.map(({ ttftMs }) => ttftMs);

/** What `one` adds to the teed pipe's first token; also in bare pipes, because milliseconds do not travel. */
export function addedRow(what: string, one: Measured, { teed, pipe }: { teed: Measured; pipe: Measured }): Row {
  const added = round(median(ttfts(one)) - median(ttfts(teed)), 2);
  return {
    what,
    "p50 ms": added,
    "bare pipes": round(added / median(ttfts(pipe)), 1),
    ...marked(added, MOST_ADDED_MS),
  };
}

export function ratioRow(what: string, one: Measured, other: Measured): Row {
  const ratio = round(one.cpuS / other.cpuS, 2);
  return { what, "CPU-s per 1,000": ratio, ...marked(ratio, MOST_TEED_PIPES) };
}

const tokensIn = ({ runs }: Measured) => runs.reduce((total, run) => total + run.tokens, 0);

function tokensPerSecond(sum: Measured): number {
  return round(tokensIn(sum) / (sum.seconds ?? 1), 0);
}

/** Times are to the first token; the gap is the one that 99 of 100 are shorter than. */
export function rowOf(what: string, sum: Measured): Row {
  const { runs, cpuS, seconds } = sum;
  return {
    what,
    ...spread(ttfts(sum), 0.95),
    "gap p99 ms": round(
      percentile(
        runs.flatMap(({ gapsMs }) => gapsMs),
        0.99,
      ),
    ),
    ...(seconds === undefined ? {} : { "tokens/s": tokensPerSecond(sum) }),
    "CPU-s per 1,000": round((cpuS / runs.length) * 1000, 2),
    "CPU µs a token": round((cpuS / tokensIn(sum)) * 1e6, 1),
    failed: runs.filter(({ status }) => status !== 200).length,
  };
}
