-- AlterTable
ALTER TABLE "team_seats" DROP CONSTRAINT "team_seats_left_are_held",
DROP COLUMN "held_until";

-- AlterTable
ALTER TABLE "ledger_accounts" ADD COLUMN     "seat_grant_id" UUID;

-- CreateTable
CREATE TABLE "seat_grants" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "place" INTEGER NOT NULL,
    "grant_micros" BIGINT NOT NULL,
    "given_micros" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seat_grants_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "seat_grants_owner_id_starts_at_place_key" ON "seat_grants"("owner_id", "starts_at", "place");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_seat_grant_id_key" ON "ledger_accounts"("seat_grant_id");

-- AddForeignKey
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_seat_grant_id_fkey" FOREIGN KEY ("seat_grant_id") REFERENCES "seat_grants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_grants" ADD CONSTRAINT "seat_grants_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_seat_grants_an_allowance"
  CHECK ("seat_grant_id" IS NULL OR "kind" = 'allowance');
ALTER TABLE "seat_grants" ADD CONSTRAINT "seat_grants_given_within_grant" CHECK ("given_micros" BETWEEN 0 AND "grant_micros");
ALTER TABLE "seat_grants" ADD CONSTRAINT "seat_grants_place_is_counted_from_one" CHECK ("place" >= 1);

-- Of several who take the last seat at once one gets it, whatever the code above believes. The owner has one of them. What
-- is left of a seat's allowance is for whoever takes it, so it is free as soon as it is left.
CREATE OR REPLACE FUNCTION team_seats_within_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  paid integer;
  taken integer;
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."owner_id" FOR NO KEY UPDATE;
  SELECT LEAST("quantity", "planned_quantity") INTO paid FROM "subscriptions"
    WHERE "user_id" = NEW."owner_id" AND "is_primary";
  SELECT count(*) INTO taken FROM "team_seats"
    WHERE "owner_id" = NEW."owner_id" AND "member_id" <> NEW."member_id" AND "left_at" IS NULL;
  IF taken + 2 > COALESCE(paid, 1) THEN
    RAISE EXCEPTION 'No seat is free' USING ERRCODE = 'check_violation', CONSTRAINT = 'team_seats_within_paid';
  END IF;
  RETURN NEW;
END $$;
