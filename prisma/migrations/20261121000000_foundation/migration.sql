-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('user', 'admin');

-- CreateEnum
CREATE TYPE "message_role" AS ENUM ('root', 'user', 'assistant');

-- CreateEnum
CREATE TYPE "message_status" AS ENUM ('streaming', 'complete', 'stopped', 'interrupted', 'failed');

-- CreateEnum
CREATE TYPE "generation_status" AS ENUM ('running', 'completed', 'stopped', 'interrupted', 'failed');

-- CreateEnum
CREATE TYPE "stripe_event_status" AS ENUM ('received', 'applied', 'ignored', 'failed', 'dead');

-- CreateEnum
CREATE TYPE "ledger_account_kind" AS ENUM ('issued', 'allowance', 'credit', 'promotional', 'held', 'spent', 'overrun', 'lapsed');

-- CreateEnum
CREATE TYPE "ledger_transfer_kind" AS ENUM ('grant', 'reserve', 'settle', 'release', 'lapse');

-- CreateEnum
CREATE TYPE "reservation_status" AS ENUM ('held', 'settled', 'released');

-- CreateEnum
CREATE TYPE "interaction_kind" AS ENUM ('chat', 'title', 'embedding');

-- CreateEnum
CREATE TYPE "notification_channel" AS ENUM ('email', 'sms', 'discord');

-- CreateEnum
CREATE TYPE "notification_status" AS ENUM ('queued', 'sent', 'dead');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified_at" TIMESTAMPTZ(3),
    "name" TEXT,
    "image" TEXT,
    "password_hash" TEXT,
    "role" "role" NOT NULL DEFAULT 'user',
    "stripe_customer_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification_tokens" (
    "identifier" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_buckets" (
    "key" TEXT NOT NULL,
    "milli_tokens" INTEGER NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_buckets_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "title" TEXT,
    "instructions" TEXT,
    "current_leaf_id" UUID,
    "pinned_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "parent_id" UUID,
    "role" "message_role" NOT NULL,
    "status" "message_status" NOT NULL DEFAULT 'complete',
    "content" TEXT NOT NULL DEFAULT '',
    "model" TEXT,
    "error_code" TEXT,
    "finish_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "generations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "conversation_id" UUID,
    "message_id" UUID,
    "client_request_id" UUID NOT NULL,
    "request_hash" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "status" "generation_status" NOT NULL DEFAULT 'running',
    "finish_reason" TEXT,
    "error_code" TEXT,
    "stored_length" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "stop_requested_at" TIMESTAMPTZ(3),
    "first_token_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "generations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "generation_events" (
    "generation_id" UUID NOT NULL,
    "from_offset" INTEGER NOT NULL,
    "to_offset" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "generation_events_pkey" PRIMARY KEY ("generation_id","from_offset")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "plan" TEXT,
    "price_id" TEXT NOT NULL,
    "lookup_key" TEXT,
    "interval" TEXT NOT NULL,
    "interval_count" INTEGER NOT NULL DEFAULT 1,
    "currency" TEXT NOT NULL,
    "unit_amount_minor" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "is_duplicate" BOOLEAN NOT NULL DEFAULT false,
    "current_period_start" TIMESTAMPTZ(3),
    "current_period_end" TIMESTAMPTZ(3),
    "trial_end" TIMESTAMPTZ(3),
    "cancel_at" TIMESTAMPTZ(3),
    "canceled_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "past_due_since" TIMESTAMPTZ(3),
    "latest_invoice_id" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "stripe_created_at" TIMESTAMPTZ(3) NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_methods" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "brand" TEXT,
    "last4" TEXT,
    "exp_month" INTEGER,
    "exp_year" INTEGER,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT,
    "number" TEXT,
    "status" TEXT NOT NULL,
    "billing_reason" TEXT,
    "currency" TEXT NOT NULL,
    "total_minor" INTEGER NOT NULL,
    "amount_due_minor" INTEGER NOT NULL,
    "amount_paid_minor" INTEGER NOT NULL,
    "amount_remaining_minor" INTEGER NOT NULL,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "hosted_url" TEXT,
    "pdf_url" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "stripe_created_at" TIMESTAMPTZ(3) NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "invoice_id" TEXT,
    "status" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "received_minor" INTEGER NOT NULL DEFAULT 0,
    "refunded_minor" INTEGER NOT NULL DEFAULT 0,
    "decline_code" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "stripe_created_at" TIMESTAMPTZ(3) NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "api_version" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "customer_id" TEXT,
    "payload" JSONB NOT NULL,
    "status" "stripe_event_status" NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "warning" TEXT,
    "stripe_created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_prices" (
    "version" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "input_micros_per_mtok" BIGINT NOT NULL,
    "cached_input_micros_per_mtok" BIGINT NOT NULL,
    "output_micros_per_mtok" BIGINT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_prices_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "ledger_account_kind" NOT NULL,
    "balance_micros" BIGINT NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "granted_micros" BIGINT NOT NULL DEFAULT 0,
    "plan" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transfers" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "ledger_transfer_kind" NOT NULL,
    "source_id" TEXT NOT NULL,
    "reservation_id" UUID,
    "price_version" TEXT,
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "cached_input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "reasoning_tokens" INTEGER NOT NULL DEFAULT 0,
    "estimated" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_transfers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "id" UUID NOT NULL,
    "transfer_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "amount_micros" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "price_version" TEXT NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "max_output_tokens" INTEGER NOT NULL,
    "amount_micros" BIGINT NOT NULL,
    "settled_micros" BIGINT NOT NULL DEFAULT 0,
    "overrun_micros" BIGINT NOT NULL DEFAULT 0,
    "status" "reservation_status" NOT NULL DEFAULT 'held',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "openai_interactions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "kind" "interaction_kind" NOT NULL,
    "model" TEXT NOT NULL,
    "provider_request_id" TEXT,
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "cached_input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "reasoning_tokens" INTEGER NOT NULL DEFAULT 0,
    "cost_micros" BIGINT NOT NULL DEFAULT 0,
    "first_token_ms" INTEGER,
    "duration_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "prompt" TEXT,
    "response" TEXT,
    "content_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "openai_interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "channel" "notification_channel" NOT NULL,
    "template" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "status" "notification_status" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "provider_message_id" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "users_stripe_customer_id_key" ON "users"("stripe_customer_id");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_provider_provider_account_id_key" ON "accounts"("provider", "provider_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "verification_tokens_token_hash_key" ON "verification_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "verification_tokens_expires_at_idx" ON "verification_tokens"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "verification_tokens_identifier_token_hash_key" ON "verification_tokens"("identifier", "token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_created_at_idx" ON "api_keys"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "rate_buckets_refilled_at_idx" ON "rate_buckets"("refilled_at");

-- CreateIndex
CREATE INDEX "conversations_user_id_last_message_at_id_idx" ON "conversations"("user_id", "last_message_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "conversations_id_user_id_key" ON "conversations"("id", "user_id");

-- CreateIndex
CREATE INDEX "messages_conversation_id_parent_id_created_at_idx" ON "messages"("conversation_id", "parent_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "messages_conversation_id_id_key" ON "messages"("conversation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "generations_message_id_key" ON "generations"("message_id");

-- CreateIndex
CREATE INDEX "generations_conversation_id_idx" ON "generations"("conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "generations_user_id_client_request_id_key" ON "generations"("user_id", "client_request_id");

-- CreateIndex
CREATE INDEX "subscriptions_user_id_idx" ON "subscriptions"("user_id");

-- CreateIndex
CREATE INDEX "subscriptions_customer_id_idx" ON "subscriptions"("customer_id");

-- CreateIndex
CREATE INDEX "subscriptions_status_plan_idx" ON "subscriptions"("status", "plan");

-- CreateIndex
CREATE INDEX "payment_methods_user_id_idx" ON "payment_methods"("user_id");

-- CreateIndex
CREATE INDEX "payment_methods_customer_id_idx" ON "payment_methods"("customer_id");

-- CreateIndex
CREATE INDEX "invoices_user_id_stripe_created_at_idx" ON "invoices"("user_id", "stripe_created_at" DESC);

-- CreateIndex
CREATE INDEX "invoices_customer_id_idx" ON "invoices"("customer_id");

-- CreateIndex
CREATE INDEX "invoices_subscription_id_idx" ON "invoices"("subscription_id");

-- CreateIndex
CREATE INDEX "invoices_stripe_created_at_id_idx" ON "invoices"("stripe_created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payments_user_id_stripe_created_at_idx" ON "payments"("user_id", "stripe_created_at" DESC);

-- CreateIndex
CREATE INDEX "payments_customer_id_idx" ON "payments"("customer_id");

-- CreateIndex
CREATE INDEX "payments_invoice_id_idx" ON "payments"("invoice_id");

-- CreateIndex
CREATE INDEX "payments_stripe_created_at_id_idx" ON "payments"("stripe_created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "stripe_events_received_at_id_idx" ON "stripe_events"("received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "stripe_events_customer_id_stripe_created_at_idx" ON "stripe_events"("customer_id", "stripe_created_at");

-- CreateIndex
CREATE INDEX "model_prices_model_effective_from_idx" ON "model_prices"("model", "effective_from");

-- CreateIndex
CREATE INDEX "ledger_accounts_user_id_kind_ends_at_idx" ON "ledger_accounts"("user_id", "kind", "ends_at");

-- CreateIndex
CREATE INDEX "ledger_transfers_user_id_created_at_idx" ON "ledger_transfers"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "ledger_transfers_reservation_id_idx" ON "ledger_transfers"("reservation_id");

-- CreateIndex
CREATE INDEX "ledger_transfers_price_version_idx" ON "ledger_transfers"("price_version");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transfers_kind_source_id_key" ON "ledger_transfers"("kind", "source_id");

-- CreateIndex
CREATE INDEX "ledger_entries_transfer_id_idx" ON "ledger_entries"("transfer_id");

-- CreateIndex
CREATE INDEX "ledger_entries_account_id_created_at_idx" ON "ledger_entries"("account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "reservations_source_id_key" ON "reservations"("source_id");

-- CreateIndex
CREATE INDEX "reservations_user_id_created_at_idx" ON "reservations"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "reservations_account_id_idx" ON "reservations"("account_id");

-- CreateIndex
CREATE INDEX "reservations_price_version_idx" ON "reservations"("price_version");

-- CreateIndex
CREATE INDEX "openai_interactions_user_id_created_at_idx" ON "openai_interactions"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "openai_interactions_created_at_idx" ON "openai_interactions"("created_at");

-- CreateIndex
CREATE INDEX "openai_interactions_source_id_idx" ON "openai_interactions"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_dedupe_key_key" ON "notifications"("dedupe_key");

-- CreateIndex
CREATE INDEX "notifications_user_id_created_at_idx" ON "notifications"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "notifications_status_created_at_idx" ON "notifications"("status", "created_at");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_created_at_idx" ON "audit_events"("actor_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_subject_created_at_idx" ON "audit_events"("subject", "created_at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_created_at_id_idx" ON "audit_events"("created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_parent_id_fkey" FOREIGN KEY ("conversation_id", "parent_id") REFERENCES "messages"("conversation_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "generations" ADD CONSTRAINT "generations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generations" ADD CONSTRAINT "generations_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generations" ADD CONSTRAINT "generations_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generation_events" ADD CONSTRAINT "generation_events_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_methods" ADD CONSTRAINT "payment_methods_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_reservation_id_fkey" FOREIGN KEY ("reservation_id") REFERENCES "reservations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_price_version_fkey" FOREIGN KEY ("price_version") REFERENCES "model_prices"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "ledger_transfers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_price_version_fkey" FOREIGN KEY ("price_version") REFERENCES "model_prices"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "openai_interactions" ADD CONSTRAINT "openai_interactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- ───────────── What the schema file cannot say ─────────────

-- identity
ALTER TABLE "users" ADD CONSTRAINT "users_email_is_lower_case" CHECK ("email" = lower("email") AND "email" LIKE '%_@_%');
ALTER TABLE "users" ADD CONSTRAINT "users_stripe_customer_id_is_one" CHECK ("stripe_customer_id" LIKE 'cus\_%');
ALTER TABLE "users" ADD CONSTRAINT "users_password_hash_is_argon2id" CHECK ("password_hash" LIKE '$argon2id$%');
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_token_is_hashed" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_tokens_token_is_hashed" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_key_is_hashed" CHECK ("key_hash" ~ '^[0-9a-f]{64}$');

-- limits
ALTER TABLE "rate_buckets" ADD CONSTRAINT "rate_buckets_never_overdrawn" CHECK ("milli_tokens" >= 0);

-- chat
ALTER TABLE "messages" ADD CONSTRAINT "messages_root_alone_has_no_parent" CHECK (("role" = 'root') = ("parent_id" IS NULL));
ALTER TABLE "messages" ADD CONSTRAINT "messages_root_is_empty" CHECK ("role" <> 'root' OR "content" = '');
ALTER TABLE "messages" ADD CONSTRAINT "messages_only_answers_are_unfinished" CHECK ("role" = 'assistant' OR "status" = 'complete');
ALTER TABLE "messages" ADD CONSTRAINT "messages_failure_has_a_code" CHECK ("status" <> 'failed' OR "error_code" IS NOT NULL);
CREATE UNIQUE INDEX "messages_one_root_key" ON "messages" ("conversation_id") WHERE "parent_id" IS NULL;
CREATE INDEX "conversations_listed_idx" ON "conversations" ("user_id", "last_message_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL AND "archived_at" IS NULL;

ALTER TABLE "generations" ADD CONSTRAINT "generations_end_has_a_time" CHECK (("status" = 'running') = ("finished_at" IS NULL));
ALTER TABLE "generations" ADD CONSTRAINT "generations_failure_has_a_code" CHECK ("status" <> 'failed' OR "error_code" IS NOT NULL);
ALTER TABLE "generations" ADD CONSTRAINT "generations_length_not_negative" CHECK ("stored_length" >= 0);
CREATE INDEX "generations_running_idx" ON "generations" ("heartbeat_at") WHERE "status" = 'running';
ALTER TABLE "generation_events" ADD CONSTRAINT "generation_events_range_is_real" CHECK ("from_offset" >= 0 AND "to_offset" > "from_offset");

-- billing
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_status_not_empty" CHECK ("status" <> '');
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_interval_is_known" CHECK ("interval" IN ('day', 'week', 'month', 'year') AND "interval_count" > 0);
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_amount_not_negative" CHECK ("unit_amount_minor" >= 0 AND "quantity" >= 0);
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_currency_is_iso" CHECK ("currency" ~ '^[a-z]{3}$');
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_period_is_forward" CHECK ("current_period_end" > "current_period_start");
CREATE UNIQUE INDEX "subscriptions_one_primary_key" ON "subscriptions" ("user_id") WHERE "is_primary";
CREATE INDEX "subscriptions_duplicates_idx" ON "subscriptions" ("user_id") WHERE "is_duplicate";

ALTER TABLE "payment_methods" ADD CONSTRAINT "payment_methods_card_is_plausible" CHECK ("last4" ~ '^[0-9]{4}$' AND "exp_month" BETWEEN 1 AND 12);
CREATE UNIQUE INDEX "payment_methods_one_default_key" ON "payment_methods" ("customer_id") WHERE "is_default";

ALTER TABLE "invoices" ADD CONSTRAINT "invoices_status_not_empty" CHECK ("status" <> '');
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_amounts_not_negative" CHECK ("amount_due_minor" >= 0 AND "amount_paid_minor" >= 0 AND "amount_remaining_minor" >= 0 AND "attempt_count" >= 0);
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_currency_is_iso" CHECK ("currency" ~ '^[a-z]{3}$');
ALTER TABLE "payments" ADD CONSTRAINT "payments_amounts_add_up" CHECK ("amount_minor" >= 0 AND "received_minor" BETWEEN 0 AND "amount_minor" AND "refunded_minor" BETWEEN 0 AND "received_minor");
ALTER TABLE "payments" ADD CONSTRAINT "payments_currency_is_iso" CHECK ("currency" ~ '^[a-z]{3}$');

ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_applied_has_a_time" CHECK (("status" = 'applied') = ("applied_at" IS NOT NULL));
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_set_aside_has_a_reason" CHECK ("status" IN ('received', 'applied') OR "reason" IS NOT NULL);
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_attempts_not_negative" CHECK ("attempts" >= 0);
CREATE INDEX "stripe_events_open_idx" ON "stripe_events" ("received_at") WHERE "status" IN ('received', 'failed');

-- usage
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_not_negative" CHECK ("input_micros_per_mtok" >= 0 AND "cached_input_micros_per_mtok" >= 0 AND "output_micros_per_mtok" >= 0);

ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_balance_keeps_its_side"
  CHECK (CASE WHEN "kind" IN ('issued', 'overrun') THEN "balance_micros" <= 0 ELSE "balance_micros" >= 0 END);
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_allowance_has_a_cycle"
  CHECK (("kind" = 'allowance') = ("plan" IS NOT NULL) AND ("kind" <> 'allowance' OR ("starts_at" IS NOT NULL AND "ends_at" IS NOT NULL)));
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_term_is_forward" CHECK ("ends_at" > "starts_at");
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_grant_not_negative" CHECK ("granted_micros" >= 0 AND ("kind" = 'allowance' OR "granted_micros" = 0));
CREATE UNIQUE INDEX "ledger_accounts_one_a_person_key" ON "ledger_accounts" ("user_id", "kind") WHERE "kind" IN ('issued', 'held', 'spent', 'overrun', 'lapsed');
CREATE UNIQUE INDEX "ledger_accounts_one_allowance_a_cycle_key" ON "ledger_accounts" ("user_id", "starts_at") WHERE "kind" = 'allowance';

ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_tokens_not_negative"
  CHECK ("input_tokens" >= 0 AND "cached_input_tokens" BETWEEN 0 AND "input_tokens" AND "output_tokens" >= 0 AND "reasoning_tokens" BETWEEN 0 AND "output_tokens");
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_use_names_its_price"
  CHECK ("kind" NOT IN ('reserve', 'settle', 'release') OR ("reservation_id" IS NOT NULL AND "price_version" IS NOT NULL));
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_move_something" CHECK ("amount_micros" <> 0);

ALTER TABLE "reservations" ADD CONSTRAINT "reservations_tokens_not_negative" CHECK ("prompt_tokens" >= 0 AND "max_output_tokens" >= 0);
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_settled_within_what_was_held"
  CHECK ("amount_micros" > 0 AND "settled_micros" BETWEEN 0 AND "amount_micros" AND "overrun_micros" >= 0);
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_end_has_a_time" CHECK (("status" = 'held') = ("ended_at" IS NULL));
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_only_settled_cost" CHECK ("status" = 'settled' OR ("settled_micros" = 0 AND "overrun_micros" = 0));
CREATE INDEX "reservations_held_idx" ON "reservations" ("expires_at") WHERE "status" = 'held';

-- A balance is the sum of its entries, because nothing but the entries can move it.
CREATE FUNCTION ledger_account_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance_micros <> 0 THEN
    RAISE EXCEPTION 'a ledger account opens empty' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_opens_empty';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ledger_accounts_open_empty" BEFORE INSERT ON "ledger_accounts"
  FOR EACH ROW EXECUTE FUNCTION ledger_account_opens_empty();

CREATE FUNCTION ledger_balance_moves_by_entries_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance_micros <> OLD.balance_micros AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'a balance moves by ledger entries only' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balance_moves_by_entries_only';
  END IF;
  IF NEW.user_id <> OLD.user_id OR NEW.kind <> OLD.kind THEN
    RAISE EXCEPTION 'a ledger account keeps its person and kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_keeps_its_person';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ledger_accounts_balance_guard" BEFORE UPDATE ON "ledger_accounts"
  FOR EACH ROW EXECUTE FUNCTION ledger_balance_moves_by_entries_only();

-- All entries of a transfer are written by one statement; they sum to zero and stay with one person.
CREATE FUNCTION ledger_entries_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh GROUP BY transfer_id HAVING sum(amount_micros) <> 0
  ) THEN
    RAISE EXCEPTION 'the entries of a transfer sum to zero' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sum_to_zero';
  END IF;
  IF EXISTS (
    SELECT 1 FROM fresh
    JOIN ledger_accounts account ON account.id = fresh.account_id
    JOIN ledger_transfers transfer ON transfer.id = fresh.transfer_id
    WHERE account.user_id <> transfer.user_id
  ) THEN
    RAISE EXCEPTION 'a transfer stays with one person' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_stay_with_one_person';
  END IF;
  UPDATE ledger_accounts account
  SET balance_micros = account.balance_micros + moved.amount, updated_at = moved.at
  FROM (SELECT account_id, sum(amount_micros)::bigint AS amount, max(created_at) AS at FROM fresh GROUP BY account_id) moved
  WHERE account.id = moved.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "ledger_entries_post" AFTER INSERT ON "ledger_entries"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_post();

-- What happened stays written.
CREATE FUNCTION rows_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
CREATE TRIGGER "ledger_transfers_append_only" BEFORE UPDATE OR DELETE ON "ledger_transfers" FOR EACH ROW EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE ON "ledger_entries" FOR EACH ROW EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "model_prices_append_only" BEFORE UPDATE OR DELETE ON "model_prices" FOR EACH ROW EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "ledger_transfers_no_truncate" BEFORE TRUNCATE ON "ledger_transfers" FOR EACH STATEMENT EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "ledger_entries_no_truncate" BEFORE TRUNCATE ON "ledger_entries" FOR EACH STATEMENT EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "audit_events_no_truncate" BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION rows_are_append_only();

-- inference
ALTER TABLE "openai_interactions" ADD CONSTRAINT "openai_interactions_counts_not_negative"
  CHECK ("input_tokens" >= 0 AND "cached_input_tokens" >= 0 AND "output_tokens" >= 0 AND "reasoning_tokens" >= 0 AND "cost_micros" >= 0 AND "duration_ms" >= 0 AND "first_token_ms" >= 0);
ALTER TABLE "openai_interactions" ADD CONSTRAINT "openai_interactions_content_expires"
  CHECK (("prompt" IS NULL AND "response" IS NULL) OR "content_expires_at" IS NOT NULL);
CREATE INDEX "openai_interactions_content_idx" ON "openai_interactions" ("content_expires_at") WHERE "content_expires_at" IS NOT NULL;

-- notifications
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_sent_has_a_time" CHECK (("status" = 'sent') = ("sent_at" IS NOT NULL));
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_attempts_not_negative" CHECK ("attempts" >= 0);
