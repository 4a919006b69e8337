/** The checks of receipts and of what is counted from them, and statements that violate them. */
export const RECEIPT_CHECKS: Record<string, string[]> = {
  model_prices_embedding_not_negative: [
    `INSERT INTO model_prices (version, model, input_micros_per_mtok, cached_input_micros_per_mtok, output_micros_per_mtok,
      embedding_micros_per_mtok, effective_from) VALUES ('new', 'm', 0, 0, 0, -1, '2026-01-01Z')`,
  ],
  model_prices_cache_hit_is_a_share: [
    `INSERT INTO model_prices (version, model, input_micros_per_mtok, cached_input_micros_per_mtok, output_micros_per_mtok,
      cache_hit_percent, effective_from) VALUES ('new', 'm', 0, 0, 0, 101, '2026-01-01Z')`,
  ],
  kept_answers_question_is_hashed: [keptAnswer({ question_hash: "'the question itself'" })],
  kept_answers_term_is_forward: [keptAnswer({ expires_at: "'2026-01-01Z'" }), keptAnswer({ cost_micros: "-1" })],
  ledger_transfers_more_tokens_not_negative: [
    transfer({ embedding_tokens: "-1" }),
    transfer({ image_tokens: "1" }),
    transfer({ image_tokens: "-1" }),
  ],
  ledger_transfers_receipts_are_whole: [
    receipt({ origin: "NULL" }),
    receipt({ model: "NULL" }),
    receipt({ charged_micros: "-1" }),
    receipt({ overrun_micros: "-1" }),
    transfer({ origin: "'chat'" }),
    transfer({ model: "'parley-swift'" }),
    transfer({ api_key_id: "gen_random_uuid()" }),
    transfer({ charged_micros: "1" }),
    transfer({ overrun_micros: "1" }),
  ],
  usage_cycles_begin_with_the_month: [cycle({ month: "'2026-01-02'" })],
  usage_cycles_credits_are_part_of_it: [
    cycle({ credit_micros: "-1" }),
    cycle({ credit_micros: "2" }),
    cycle({ gift_micros: "-1" }),
    cycle({ gift_micros: "1", credit_micros: "1" }),
  ],
  usage_hours_begin_on_the_hour: [
    `INSERT INTO usage_hours VALUES ('aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '2026-01-01T00:00:01Z', 'm', 'chat', 1, 0, 0, 0, 0, 0, 0, 0, 0)`,
  ],
};

function cycle(columns: Record<string, string>): string {
  const all = { month: "'2026-01-01'", credit_micros: "0", ...columns };
  return `INSERT INTO usage_cycles (account_id, user_id, plan, model, origin, receipts, input_tokens, cached_input_tokens,
      output_tokens, reasoning_tokens, embedding_tokens, charged_micros, overrun_micros, ${Object.keys(all).join(", ")})
    VALUES (gen_random_uuid(), gen_random_uuid(), 'free', 'm', 'chat', 1, 0, 0, 0, 0, 0, 1, 0, ${Object.values(all).join(", ")})`;
}

function keptAnswer(columns: Record<string, string>): string {
  const all = {
    user_id: "'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'",
    question_hash: `'${"0".repeat(64)}'`,
    body: "'{}'",
    content_type: "'application/json'",
    model: "'parley-swift'",
    price_version: "'swift-1'",
    cost_micros: "0",
    use: "'{}'",
    created_at: "'2026-01-01Z'",
    expires_at: "'2026-01-02Z'",
    ...columns,
  };
  return `INSERT INTO kept_answers (${Object.keys(all).join(", ")}) VALUES (${Object.values(all).join(", ")})`;
}

function receipt(columns: Record<string, string>): string {
  return transfer({
    kind: "'settle'",
    price_version: "'swift-1'",
    origin: "'chat'",
    model: "'parley-swift'",
    ...columns,
  });
}

function transfer(columns: Record<string, string>): string {
  const all = { kind: "'grant'", ...columns };
  return `INSERT INTO ledger_transfers (id, user_id, source_id, created_at, ${Object.keys(all).join(", ")})
    VALUES (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'new', '2026-01-01Z', ${Object.values(all).join(", ")})`;
}
