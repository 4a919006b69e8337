import { PrismaPg } from "@prisma/adapter-pg";
import { expect, test } from "vitest";
import { PrismaClient } from "@/lib/db/generated/client";
import { publicVisitor } from "@/lib/http/public-visitor";

const ada = { id: "1", email: "ada@parley.test", name: null, role: "user" as const, emailVerified: true };

test("knows who is signed in, and who is not", async () => {
  expect(await publicVisitor(async () => ada)).toBe(ada);
  expect(await publicVisitor(async () => undefined)).toBeUndefined();
});

test("takes everybody for a stranger while the database is away", async () => {
  const nobodyThere = new PrismaClient({
    adapter: new PrismaPg({ connectionString: "postgresql://x:y@127.0.0.1:1/z" }),
  });
  // Prisma words the two differently.
  for (const ask of [() => nobodyThere.user.count(), () => nobodyThere.$queryRaw`SELECT 1`]) {
    const find = async () => {
      await ask();
      return ada;
    };
    expect(await publicVisitor(find)).toBeUndefined();
  }
});

test("hides no fault of ours", async () => {
  const find = async () => {
    throw new TypeError("a bug");
  };
  await expect(publicVisitor(find)).rejects.toThrow("a bug");
});

test("does not even ask a database that is known to be silent", async () => {
  const find = () => Promise.reject(new Error("asked"));
  expect(await publicVisitor(find, async () => false)).toBeUndefined();
});
