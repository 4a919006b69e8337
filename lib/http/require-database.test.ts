import { expect, test } from "vitest";
import { requireDatabase } from "@/lib/http/require-database";

test("what needs the database goes on while it is there", async () => {
  await expect(requireDatabase()).resolves.toBeUndefined();
});

test("and is refused as the database's absence, not as a stranger, while it is not", async () => {
  const refused = requireDatabase(async () => false);
  await expect(refused).rejects.toMatchObject({ code: "database_down", status: 503 });
});
