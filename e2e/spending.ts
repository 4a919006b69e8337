import { v7 } from "uuid";
import { inDatabase } from "./people";

/** Takes what is left of the running allowance, as one transfer instead of a month's worth of answers. */
export async function spendAll(userId: string): Promise<void> {
  await inDatabase(async (client) => {
    const { rows } = await client.query<{ kind: string; id: string; balance: string }>(
      "SELECT kind::text, id, balance_micros::text AS balance FROM ledger_accounts WHERE user_id = $1",
      [userId],
    );
    const allowance = rows.find(({ kind }) => kind === "allowance");
    const issued = rows.find(({ kind }) => kind === "issued");
    if (allowance === undefined || issued === undefined)
      throw new Error(`No running allowance: ${JSON.stringify(rows)}`);
    const transferId = v7();
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at) VALUES ($1, $2, 'lapse', $3, now())",
      [transferId, userId, `e2e:${transferId}`],
    );
    await client.query(
      `INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
       VALUES ($1, $2, $3, -($4::bigint), now()), ($5, $2, $6, $4::bigint, now())`,
      [v7(), transferId, allowance.id, allowance.balance, v7(), issued.id],
    );
    await client.query("COMMIT");
  });
}
