import { inDatabase } from "./people";
import { textOf } from "./sayings";
import type { StreamRun } from "./streams";

type Row = { id: string; status: string; content: string; held: string; endings: number };

/**
 * After a run, for every stream: the answer that is stored is the text that was sent, and what it cost was settled
 * once. Returns what is not so.
 */
export async function faultsIn(databaseUrl: string, runs: readonly StreamRun[], tokens: number): Promise<string[]> {
  const text = textOf({ kind: "words", tokens });
  const rows = await inDatabase(databaseUrl, async (client) => {
    const found = await client.query<Row>(
      `SELECT g.id::text, g.status::text, m.content, r.status::text AS held,
         (SELECT count(*)::int FROM ledger_transfers t WHERE t.reservation_id = r.id AND t.kind IN ('settle', 'release')) AS endings
       FROM generations g JOIN messages m ON m.id = g.message_id JOIN reservations r ON r.source_id = g.id::text
       WHERE g.id = ANY($1::uuid[])`,
      [runs.flatMap(({ generationId }) => (generationId === "" ? [] : [generationId]))],
    );
    return new Map(found.rows.map((row) => [row.id, row]));
  });
  return runs.flatMap((run) => {
    const row = rows.get(run.generationId);
    if (run.status !== 200) return [`a send was answered ${run.status}`];
    if (run.tokens !== tokens) return [`${run.tokens} of ${tokens} tokens arrived of ${run.generationId}`];
    if (row === undefined) return [`nothing is stored of ${run.generationId}`];
    if (row.content !== text) return [`${run.generationId} is stored with ${row.content.length} characters`];
    if (row.held !== "settled" || row.endings !== 1)
      return [`${run.generationId} is ${row.held}, ${row.endings} times`];
    return row.status === "completed" ? [] : [`${run.generationId} is ${row.status}`];
  });
}

const POLL_MS = 50;

/** Waits until no conversation waits for its title: what a first message sets off is done. */
export function untilTitled(databaseUrl: string): Promise<void> {
  return inDatabase(databaseUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = 'chat.title' AND attempts < max_attempts",
      );
      if (rows[0]?.count === 0) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  });
}
