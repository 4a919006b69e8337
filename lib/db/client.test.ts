import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

test("a moment is stored as it is, whatever zone the server keeps", async () => {
  await db.$executeRawUnsafe(`
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'America/New_York'); END $$`);
  await db.$disconnect();
  const id = newId();
  const at = new Date("2026-07-01T12:00:00.000Z");
  await db.user.create({ data: { id, email: "zone@example.com", createdAt: at } });
  const [row] = await db.$queryRaw<{ ms: bigint }[]>`
    SELECT (extract(epoch FROM created_at) * 1000)::bigint AS ms FROM users WHERE id = ${id}::uuid`;
  expect(Number(row?.ms)).toBe(at.getTime());
});

test("a person's password hash is left out unless it is asked for by name", async () => {
  const id = newId();
  await db.user.create({ data: { id, email: "hash@example.com", passwordHash: "$argon2id$x" } });
  expect(await db.user.findUniqueOrThrow({ where: { id } })).not.toHaveProperty("passwordHash");
  expect(await db.user.findUniqueOrThrow({ where: { id }, omit: { passwordHash: false } })).toHaveProperty(
    "passwordHash",
  );
});
