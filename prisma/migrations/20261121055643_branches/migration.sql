-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "message_attachments" ADD COLUMN     "bound_tokens" INTEGER;

-- Messages that were there before stand as deep as they are.
WITH RECURSIVE tree AS (
  SELECT "conversation_id", "id", 0 AS "depth" FROM "messages" WHERE "parent_id" IS NULL
  UNION ALL
  SELECT m."conversation_id", m."id", tree."depth" + 1
  FROM tree JOIN "messages" m ON m."conversation_id" = tree."conversation_id" AND m."parent_id" = tree."id"
)
UPDATE "messages" SET "depth" = tree."depth" FROM tree WHERE "messages"."id" = tree."id" AND tree."depth" > 0;

-- What the schema file can not say.
ALTER TABLE "messages" ADD CONSTRAINT "messages_depth_not_negative" CHECK ("depth" >= 0);
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_bound_not_negative" CHECK ("bound_tokens" >= 0);

-- A statement sees what was committed when it began. This counts what is committed now, so that of sends that
-- queued at one lock each counts those before it.
CREATE FUNCTION "running_answers"("owner" uuid) RETURNS bigint LANGUAGE sql VOLATILE STRICT AS $$
  SELECT count(*) FROM "generations" WHERE "user_id" = "owner" AND "status" = 'running'
$$;
