import { randomUUID } from "node:crypto";
import { cpuSeconds, median, percentile, round } from "./figures";
import { peopleInChat, signedInPeople, verifySettled } from "./people";
import { readStream, readStreams, type StreamRun, type Target } from "./streams";
import type { Pipe, World } from "./world";

export type Row = { what: string; [figure: string]: string | number };

const SINGLE_RUNS = 40;
const FIRST_RUNS = 15;
const CROWDS = [50, 200] as const;
const TOKENS = 200;
/** So many teed pipes' processor time may a message cost: they do the part of the work that nobody can leave out. */
const MOST_TEED_PIPES = 2;

/** Time to the first token, tokens a second and processor time, the product beside the bare pipe in the same run. */
export async function benchChat(world: World): Promise<{ rows: Row[]; faults: string[] }> {
  const singles = await peopleInChat(world, SINGLE_RUNS + 2);
  const rows: Row[] = [];
  let sends = 0;
  // The first requests compile and connect; they are not what a person meets all day.
  for (const cookie of singles.slice(0, 2)) await readStream(chatTarget(world, cookie)).then(() => (sends += 1));

  const pipeSingles: StreamRun[] = [];
  const appSingles: StreamRun[] = [];
  for (const cookie of singles.slice(2)) {
    pipeSingles.push(await readStream(pipeTarget(world.pipe)));
    appSingles.push(await readStream(chatTarget(world, cookie)));
    sends += 1;
  }
  rows.push(singleRow("bare pipe", pipeSingles), singleRow("Parley", appSingles));
  rows.push({
    what: "1 stream, Parley adds",
    "TTFT p50 ms": round(median(ttfts(appSingles)) - median(ttfts(pipeSingles)), 2),
  });

  const firsts: StreamRun[] = [];
  for (const cookie of await signedInPeople(world.databaseUrl, FIRST_RUNS)) {
    firsts.push(await readStream(chatTarget(world, cookie)));
    sends += 1;
  }
  rows.push(singleRow("Parley, opens the month's allowance", firsts));

  for (const crowd of CROWDS) {
    const cookies = await peopleInChat(world, crowd);
    const pipe = await throughPipe(world.pipe, crowd);
    const teed = await throughPipe(world.teedPipe, crowd);
    const app = await measured(world.appPid, () =>
      readStreams(crowd, (index) => chatTarget(world, cookies[index] ?? "")),
    );
    sends += crowd;
    rows.push(
      crowdRow(`${crowd} streams, bare pipe`, pipe),
      crowdRow(`${crowd} streams, teed pipe`, teed),
      crowdRow(`${crowd} streams, Parley`, app),
      ratioRow(`${crowd} streams, Parley : bare pipe`, app, pipe),
      ratioRow(`${crowd} streams, Parley : teed pipe (mark <= ${MOST_TEED_PIPES})`, app, teed),
    );
  }
  const faults = await verifySettled(world.databaseUrl, { sends, answer: " token".repeat(TOKENS) });
  return { rows, faults };
}

function chatTarget({ appPort }: World, cookie: string): Target {
  return {
    port: appPort,
    path: "/api/openai/chat",
    headers: { cookie, origin: `http://localhost:${appPort}` },
    body: () => JSON.stringify({ message: "Tell me something.", clientRequestId: randomUUID() }),
  };
}

function throughPipe(pipe: Pipe, crowd: number): Promise<Measured> {
  return measured(pipe.pid, () => readStreams(crowd, () => pipeTarget(pipe)));
}

function ratioRow(what: string, one: Measured, other: Measured): Row {
  return { what, "CPU-s per 1,000": round(one.cpuS / other.cpuS, 2) };
}

function pipeTarget({ port }: Pipe): Target {
  return { port, path: "/", body: () => JSON.stringify({ messages: [], stream: true }) };
}

type Measured = { runs: StreamRun[]; cpuS: number; seconds: number };

async function measured(pid: number, work: () => Promise<StreamRun[]>): Promise<Measured> {
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  const runs = await work();
  return { runs, cpuS: cpuSeconds(pid) - cpuBefore, seconds: (performance.now() - startedAt) / 1000 };
}

const ttfts = (runs: readonly StreamRun[]) => runs.map(({ ttftMs }) => ttftMs);

function singleRow(who: string, runs: readonly StreamRun[]): Row {
  return {
    what: `1 stream, ${who}`,
    "TTFT p50 ms": round(median(ttfts(runs)), 2),
    "TTFT p95 ms": round(percentile(ttfts(runs), 0.95), 2),
    failed: failed(runs),
  };
}

function crowdRow(what: string, { runs, cpuS, seconds }: Measured): Row {
  const tokens = runs.reduce((sum, run) => sum + run.tokens, 0);
  return {
    what,
    "TTFT p50 ms": round(median(ttfts(runs)), 2),
    "TTFT p95 ms": round(percentile(ttfts(runs), 0.95), 2),
    "gap p99 ms": round(
      percentile(
        runs.map(({ longestGapMs }) => longestGapMs),
        0.99,
      ),
    ),
    "tokens/s": round(tokens / seconds, 0),
    "CPU-s per 1,000": round((cpuS / runs.length) * 1000, 2),
    failed: failed(runs),
  };
}

function failed(runs: readonly StreamRun[]): number {
  return runs.filter(({ status, tokens }) => status !== 200 || tokens !== TOKENS).length;
}
