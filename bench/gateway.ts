import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { mintKey } from "@/lib/identity/key-format";
import { add, addedRow, type Measured, measured, nothing, ratioRow, rowOf } from "./chat";
import { inDatabase, peopleInChat } from "./people";
import { flood } from "./requests";
import { pipeTarget, programTarget } from "./sends";
import { readStream, readStreams, type StreamRun } from "./streams";
import type { Section } from "./table";
import type { World } from "./world";

const SINGLE_RUNS = 40;
const CROWDS = [50, 200] as const;
const SAYING = { kind: "words", tokens: 200, perSecond: 100 } as const;
const SINGLE_SAYING = { ...SAYING, tokens: 50 } as const;

/** The public API as a gateway: what a key, a hold, the passing on and the settlement add to a pipe that counts. */
export async function benchGateway(world: World): Promise<Section> {
  const sections: Section[] = [];
  // First, as for the chat: what one program meets all day is a process that has been at work.
  for (const crowd of CROWDS) sections.push(await together(world, crowd));
  sections.push(await oneByOne(world));
  return { rows: sections.flatMap(({ rows }) => rows), faults: sections.flatMap(({ faults = [] }) => faults) };
}

async function oneByOne(world: World): Promise<Section> {
  const [pipe, teed, program] = [nothing(), nothing(), nothing()];
  const keys = await keysOfPeople(world, SINGLE_RUNS + 2);
  for (const [index, secret] of keys.entries()) {
    const asked = [
      await one(world.pipe.pid, () => readStream(pipeTarget(world.pipe, SINGLE_SAYING))),
      await one(world.teedPipe.pid, () => readStream(pipeTarget(world.teedPipe, SINGLE_SAYING))),
      await one(world.appPid, () => readStream(programTarget(world, { secret, saying: SINGLE_SAYING }))),
    ];
    // The first requests compile and connect.
    if (index >= 2) for (const [place, sum] of [pipe, teed, program].entries()) add(sum, asked[place]);
  }
  const rows = [
    rowOf("1 stream, bare pipe", pipe),
    rowOf("1 stream, teed pipe", teed),
    rowOf("1 stream, /api/v1", program),
    addedRow("1 stream, /api/v1 adds to the teed pipe", program, { teed, pipe }),
    ratioRow("1 stream, /api/v1 : teed pipe", program, teed),
  ];
  return { rows, faults: await faultsOf(world, program.runs, SINGLE_SAYING.tokens) };
}

function one(pid: number, read: () => Promise<StreamRun>): Promise<Measured> {
  return measured(pid, async () => [await read()]);
}

async function together(world: World, crowd: number): Promise<Section> {
  const keys = await keysOfPeople(world, crowd);
  const teed = await measured(world.teedPipe.pid, () => readStreams(crowd, () => pipeTarget(world.teedPipe, SAYING)));
  const program = await measured(world.appPid, () =>
    readStreams(crowd, (index) => programTarget(world, { secret: keys[index] ?? "", saying: SAYING })),
  );
  const rows = [
    rowOf(`${crowd} streams, teed pipe`, teed),
    rowOf(`${crowd} streams, /api/v1`, program),
    ratioRow(`${crowd} streams, /api/v1 : teed pipe`, program, teed),
  ];
  return { rows, faults: await faultsOf(world, program.runs, SAYING.tokens) };
}

/** Free people, each with a key that was used within the minute, and the month's allowance open. */
async function keysOfPeople(world: World, count: number): Promise<string[]> {
  const people = await peopleInChat(world, count);
  const keys = people.map(({ id }) => ({ id, secret: mintKey() }));
  await inDatabase(world.databaseUrl, (client) =>
    client.query(
      `INSERT INTO api_keys (id, user_id, name, prefix, key_hash, scopes)
       SELECT id, owner, 'bench', 'parley_', hash, '{chat,models}' FROM unnest($1::uuid[], $2::uuid[], $3::text[]) made (id, owner, hash)`,
      [keys.map(() => v7()), keys.map(({ id }) => id), keys.map(({ secret }) => hashOf(secret))],
    ),
  );
  const look = (index: number) => ({
    port: world.appPort,
    path: "/api/v1/models",
    headers: { authorization: `Bearer ${keys[index]?.secret}` },
  });
  const { failures } = await flood(count, 4, look);
  if (failures.length > 0) throw new Error(`The list of models answered ${failures[0]}`);
  return keys.map(({ secret }) => secret);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Every token arrived, and of all calls of programs none is held any more. */
async function faultsOf({ databaseUrl }: World, runs: readonly StreamRun[], tokens: number): Promise<string[]> {
  const held = await inDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM reservations WHERE api_key_id IS NOT NULL AND status <> 'settled'",
    );
    return rows[0]?.count ?? 0;
  });
  const short = runs.filter((run) => run.status !== 200 || run.tokens !== tokens);
  return [
    ...short.map(({ status, tokens: arrived }) => `a call was answered ${status} with ${arrived} tokens`),
    ...(held > 0 ? [`${held} calls are not settled`] : []),
  ];
}
