import { inDatabase } from "./people";

/** What an answer that is being written changes by itself. */
const MOVING = ["heartbeat_at", "stored_length", "updated_at", "first_token_at"];
/** Tables whose rows are a person's without saying so themselves. */
const BY_WAY_OF = {
  users: "t.id = $1",
  messages: "t.conversation_id IN (SELECT id FROM conversations WHERE user_id = $1)",
  message_attachments: "t.attachment_id IN (SELECT id FROM attachments WHERE user_id = $1)",
  generation_events: "t.generation_id IN (SELECT id FROM generations WHERE user_id = $1 AND status <> 'running')",
  ledger_entries: "t.transfer_id IN (SELECT id FROM ledger_transfers WHERE user_id = $1)",
};

/** Every row of a person's in the database, by table: to be the same before and after somebody else was at it. */
export function rowsOf(personId: string): Promise<Record<string, string[]>> {
  return inDatabase(async (client) => {
    const { rows: owned } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND column_name = 'user_id' AND table_type = 'BASE TABLE'`,
    );
    const wheres = { ...Object.fromEntries(owned.map(({ name }) => [name, "t.user_id = $1"])), ...BY_WAY_OF };
    const found: Record<string, string[]> = {};
    for (const [name, where] of Object.entries(wheres)) {
      const moving =
        name === "generations" ? `CASE status WHEN 'running' THEN '{${MOVING.join(",")}}' ELSE '{}' END` : "'{}'";
      const sql = `SELECT (to_jsonb(t) - (${moving})::text[])::text AS row FROM "${name}" t WHERE ${where} ORDER BY 1`;
      const { rows } = await client.query<{ row: string }>(sql, [personId]);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  });
}
