import "server-only";
import pg from "pg";
import type { Prisma } from "@/lib/db/client";
import { hotPool, statementName } from "@/lib/db/pool";

/**
 * One statement without Prisma, on connections of their own: for the few between a question and its first word, of whose
 * time Prisma's part would be half. What comes back is what `$queryRaw` gives: counts of eight bytes as `bigint`.
 */
export async function statement<Row extends object>({ text, values }: Prisma.Sql, pool = hotPool()): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name: statementName(text), text, values, types: TYPES });
  return rows;
}

/** What a statement of scalars tells, which is always one row. */
export async function onlyRow<Row extends object>(sql: Prisma.Sql): Promise<Row> {
  const [row] = await statement<Row>(sql);
  if (!row) throw new Error("A statement without a table returned no row");
  return row;
}

const toBigInt = (value: string) => BigInt(value);
const { INT8 } = pg.types.builtins;
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid): unknown => (oid === INT8 ? toBigInt : pg.types.getTypeParser(oid)),
};
