import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { keptPool } from "@/lib/db/kept-pool";

const processOf = async () => (await keptPool().query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;

test("what was opened is used again, and what the server has cut is opened anew", async () => {
  const first = await processOf();
  expect(await processOf()).toBe(first);
  await db.$queryRaw`SELECT pg_terminate_backend(${first}::int)`;
  await expect.poll(() => processOf().catch(() => first)).not.toBe(first);
});
