-- One valid row of each table, for the test that tries to spoil each of them.
-- Ids are a letter repeated: a for Ann, b for Ben, and so on.

INSERT INTO users (id, email, password_hash, stripe_customer_id) VALUES
  ('aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'ann@example.test', '$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA', 'cus_ann'),
  ('bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb', 'ben@example.test', NULL, NULL);
INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES
  (gen_random_uuid(), repeat('a', 64), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '2030-01-01Z');
INSERT INTO verification_tokens (identifier, token_hash, expires_at) VALUES ('verify:ann@example.test', repeat('b', 64), '2030-01-01Z');
INSERT INTO api_keys (id, user_id, name, prefix, key_hash) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'laptop', 'parley_aB3d…yZ9x', repeat('c', 64));
INSERT INTO rate_buckets (key, milli_tokens, refilled_at) VALUES ('sign-in:ann', 1000, '2026-01-01Z');

INSERT INTO conversations (id, user_id, last_message_at) VALUES
  ('cccccccc-cccc-7ccc-8ccc-cccccccccccc', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '2026-01-01Z');
INSERT INTO messages (id, conversation_id, parent_id, role, status, content, created_at) VALUES
  ('d0000000-dddd-7ddd-8ddd-dddddddddddd', 'cccccccc-cccc-7ccc-8ccc-cccccccccccc', NULL, 'root', 'complete', '', '2026-01-01Z'),
  ('d1111111-dddd-7ddd-8ddd-dddddddddddd', 'cccccccc-cccc-7ccc-8ccc-cccccccccccc', 'd0000000-dddd-7ddd-8ddd-dddddddddddd', 'user', 'complete', 'Why?', '2026-01-01Z'),
  ('d2222222-dddd-7ddd-8ddd-dddddddddddd', 'cccccccc-cccc-7ccc-8ccc-cccccccccccc', 'd1111111-dddd-7ddd-8ddd-dddddddddddd', 'assistant', 'complete', 'Because.', '2026-01-01Z');
INSERT INTO generations (id, user_id, conversation_id, message_id, client_request_id, request_hash, model, status, heartbeat_at, finished_at, created_at) VALUES
  ('eeeeeeee-eeee-7eee-8eee-eeeeeeeeeeee', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cccccccc-cccc-7ccc-8ccc-cccccccccccc',
   'd2222222-dddd-7ddd-8ddd-dddddddddddd', gen_random_uuid(), 'hash', 'parley-swift', 'completed', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z');
INSERT INTO generation_events (generation_id, from_offset, to_offset, text, created_at) VALUES
  ('eeeeeeee-eeee-7eee-8eee-eeeeeeeeeeee', 0, 8, 'Because.', '2026-01-01Z');
INSERT INTO message_feedback (message_id, user_id, verdict, created_at) VALUES
  ('d2222222-dddd-7ddd-8ddd-dddddddddddd', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'up', '2026-01-01Z');
INSERT INTO attachments (id, user_id, kind, name, media_type, size_bytes, sha256, storage_key, text, bound_tokens, page_count, created_at) VALUES
  ('ffffffff-ffff-7fff-8fff-ffffffffffff', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'document', 'why.pdf', 'application/pdf', 900, repeat('d', 64), 'one', 'Why not?', 3, 1, '2026-01-01Z');
INSERT INTO message_attachments (message_id, attachment_id, position) VALUES
  ('d1111111-dddd-7ddd-8ddd-dddddddddddd', 'ffffffff-ffff-7fff-8fff-ffffffffffff', 0);

INSERT INTO subscriptions (id, user_id, customer_id, status, plan, price_id, interval, currency, unit_amount_minor, is_primary, current_period_start, current_period_end, livemode, stripe_created_at, synced_at) VALUES
  ('sub_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'active', 'pro', 'price_1', 'month', 'usd', 1900, true, '2026-01-01Z', '2026-02-01Z', false, '2026-01-01Z', '2026-01-01Z'),
  ('sub_2', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'canceled', 'pro', 'price_1', 'month', 'usd', 1900, false, NULL, NULL, false, '2026-01-01Z', '2026-01-01Z');
UPDATE subscriptions SET quantity = 2 WHERE id = 'sub_1';
INSERT INTO team_seats (id, owner_id, member_id, taken_at) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb', '2026-01-01Z');
INSERT INTO seat_grants (id, owner_id, starts_at, place, grant_micros, created_at) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', '2026-01-01Z', 2, 200000, '2026-01-01Z');
INSERT INTO seat_invitations (id, owner_id, email, token_hash, expires_at, created_at) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'eve@example.test', repeat('e', 64), '2030-01-01Z', '2026-01-01Z');
INSERT INTO trials (subscription_id, user_id, mailbox_hash, started_at) VALUES
  ('sub_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', repeat('a', 64), '2026-01-01Z');
INSERT INTO unpaid_endings (subscription_id, user_id, customer_id, began_at) VALUES
  ('sub_2', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', '2026-01-01Z');
INSERT INTO payment_methods (id, user_id, customer_id, kind, brand, last4, exp_month, exp_year, is_default, synced_at) VALUES
  ('pm_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'card', 'visa', '4242', 12, 2030, true, '2026-01-01Z'),
  ('pm_2', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'card', 'visa', '0002', 1, 2030, false, '2026-01-01Z');
INSERT INTO invoices (id, user_id, customer_id, status, currency, total_minor, amount_due_minor, amount_paid_minor, amount_remaining_minor, livemode, stripe_created_at, synced_at) VALUES
  ('in_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'paid', 'usd', 1900, 1900, 1900, 0, false, '2026-01-01Z', '2026-01-01Z');
INSERT INTO payments (id, user_id, customer_id, status, currency, amount_minor, received_minor, livemode, stripe_created_at, synced_at) VALUES
  ('pi_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'succeeded', 'usd', 1900, 1900, false, '2026-01-01Z', '2026-01-01Z');
INSERT INTO credit_purchases (id, user_id, customer_id, pack, currency, amount_minor, credit_micros, bought_at, expires_at, livemode, synced_at) VALUES
  ('pi_1', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'small', 'usd', 1900, 10000000, '2026-01-01Z', '2027-01-01Z', false, '2026-01-01Z');
INSERT INTO stripe_events (id, type, livemode, payload, status, stripe_created_at, received_at) VALUES
  ('evt_1', 'invoice.paid', false, '{}', 'received', '2026-01-01Z', '2026-01-01Z');
INSERT INTO recurring_changes (id, user_id, customer_id, subscription_id, sequence, kind, plan, currency, before_yearly_minor, after_yearly_minor, at, created_at) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'sub_1', 1, 'new', 'pro', 'usd', 0, 22800, '2026-01-01Z', '2026-01-01Z');
INSERT INTO admin_acts (id, actor_id, user_id, action, target, detail, reason, created_at) VALUES
  (gen_random_uuid(), 'bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'refund', 'pi_1', '{}', 'Charged twice.', '2026-01-01Z');
INSERT INTO account_deletions (user_id, requested_at) VALUES ('bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb', '2026-01-01Z');
INSERT INTO reconcile_runs (id, step, started_at, touched_at) VALUES
  ('66666666-6666-7666-8666-666666666666', 'events', '2026-01-01Z', '2026-01-01Z');

INSERT INTO model_prices (version, model, input_micros_per_mtok, cached_input_micros_per_mtok, output_micros_per_mtok, effective_from) VALUES
  ('swift-1', 'parley-swift', 100000, 50000, 400000, '2026-01-01Z');
INSERT INTO ledger_accounts (id, user_id, kind) VALUES
  ('10000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'issued'),
  ('20000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'held'),
  ('30000000-1111-7111-8111-111111111111', 'bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb', 'held');
INSERT INTO ledger_accounts (id, user_id, kind, starts_at, ends_at, granted_micros, plan_grant_micros, plan) VALUES
  ('40000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'allowance', '2026-01-01Z', '2026-02-01Z', 200000, 200000, 'free');
INSERT INTO ledger_accounts (id, user_id, kind, source_id, starts_at, ends_at, granted_micros) VALUES
  ('50000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'credit', 'pi_1', '2026-01-01Z', '2027-01-01Z', 0),
  ('60000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'promotional', 'act_1', '2026-01-01Z', '2027-01-01Z', 0);
INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at) VALUES
  ('f0000000-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'grant', 'grant:1', '2026-01-01Z'),
  ('f1111111-1111-7111-8111-111111111111', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'grant', 'grant:2', '2026-01-01Z');
INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at) VALUES
  (gen_random_uuid(), 'f0000000-1111-7111-8111-111111111111', '10000000-1111-7111-8111-111111111111', -200000, '2026-01-01Z'),
  (gen_random_uuid(), 'f0000000-1111-7111-8111-111111111111', '40000000-1111-7111-8111-111111111111', 200000, '2026-01-01Z');
INSERT INTO reservations (id, user_id, source_id, account_id, model, price_version, prompt_tokens, max_output_tokens, amount_micros, expires_at, created_at) VALUES
  ('99999999-9999-7999-8999-999999999999', 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'generation:1', '40000000-1111-7111-8111-111111111111', 'parley-swift', 'swift-1', 10, 100, 500, '2026-01-02Z', '2026-01-01Z');

INSERT INTO openai_interactions (id, user_id, source_id, kind, model, duration_ms, outcome, created_at) VALUES
  (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'generation:1', 'chat', 'parley-swift', 900, 'completed', '2026-01-01Z');
INSERT INTO notifications (id, channel, template, recipient, payload, dedupe_key, created_at) VALUES
  (gen_random_uuid(), 'email', 'verify', 'ann@example.test', '{}', 'verify:ann', '2026-01-01Z');
INSERT INTO audit_events (id, action, created_at) VALUES (gen_random_uuid(), 'user.created', '2026-01-01Z');
