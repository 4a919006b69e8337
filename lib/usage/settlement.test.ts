import { expect, test } from "vitest";
import { Prisma } from "@/lib/db/client";
import { ourPool } from "@/lib/db/pool";
import { newId } from "@/lib/platform/ids";
import { settlement } from "@/lib/usage/settlement";

test("a hold is found by its source, and not among all that are held, whatever a session once planned", async () => {
  const { purse, ending } = settlement({ userId: newId(), sourceId: "a", charge: undefined, now: new Date() });
  const { text } = Prisma.sql`WITH ${purse}, ${ending(Prisma.sql`TRUE`)} SELECT id FROM ended`;
  const client = await ourPool().connect();
  try {
    await client.query("BEGIN; SET LOCAL enable_seqscan = off");
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN (GENERIC_PLAN) ${text}`);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(
      /Index Scan using reservations_source_id_key on reservations\s[^\n]*\n\s*Index Cond: \(source_id = /,
    );
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});
