-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "paused_from" TIMESTAMPTZ(3),
ADD COLUMN     "paused_until" TIMESTAMPTZ(3),
ADD COLUMN     "planned_quantity" INTEGER;

-- CreateTable
CREATE TABLE "team_seats" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_seats_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat_invitations" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seat_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "team_seats_owner_id_taken_at_id_idx" ON "team_seats"("owner_id", "taken_at", "id");

-- CreateIndex
CREATE INDEX "team_seats_member_id_idx" ON "team_seats"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "seat_invitations_token_hash_key" ON "seat_invitations"("token_hash");

-- CreateIndex
CREATE INDEX "seat_invitations_email_idx" ON "seat_invitations"("email");

-- CreateIndex
CREATE UNIQUE INDEX "seat_invitations_owner_id_email_key" ON "seat_invitations"("owner_id", "email");

-- AddForeignKey
ALTER TABLE "team_seats" ADD CONSTRAINT "team_seats_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_seats" ADD CONSTRAINT "team_seats_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_invitations" ADD CONSTRAINT "seat_invitations_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_pause_has_both_ends"
  CHECK (("paused_from" IS NULL) = ("paused_until" IS NULL) AND "paused_from" < "paused_until");
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_planned_quantity_positive" CHECK ("planned_quantity" >= 1);
ALTER TABLE "team_seats" ADD CONSTRAINT "team_seats_are_for_others" CHECK ("owner_id" <> "member_id");
ALTER TABLE "team_seats" ADD CONSTRAINT "team_seats_left_are_held"
  CHECK (("left_at" IS NULL) = ("held_until" IS NULL) AND "held_until" >= "left_at");
ALTER TABLE "seat_invitations" ADD CONSTRAINT "seat_invitations_token_is_hashed" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "seat_invitations" ADD CONSTRAINT "seat_invitations_email_is_lower_case" CHECK ("email" = lower("email"));
CREATE UNIQUE INDEX "team_seats_one_a_person_key" ON "team_seats" ("member_id") WHERE "left_at" IS NULL;

-- Of several who take the last seat at once one gets it, whatever the code above believes. The owner has one of them.
CREATE FUNCTION team_seats_within_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  paid integer;
  taken integer;
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."owner_id" FOR NO KEY UPDATE;
  SELECT LEAST("quantity", "planned_quantity") INTO paid FROM "subscriptions"
    WHERE "user_id" = NEW."owner_id" AND "is_primary";
  SELECT count(DISTINCT "member_id") INTO taken FROM "team_seats"
    WHERE "owner_id" = NEW."owner_id" AND "member_id" <> NEW."member_id"
      AND ("left_at" IS NULL OR "held_until" > NEW."taken_at");
  IF taken + 2 > COALESCE(paid, 1) THEN
    RAISE EXCEPTION 'No seat is free' USING ERRCODE = 'check_violation', CONSTRAINT = 'team_seats_within_paid';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "team_seats_within_paid" BEFORE INSERT ON "team_seats"
  FOR EACH ROW EXECUTE FUNCTION team_seats_within_paid();
