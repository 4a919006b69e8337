import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type DatabaseWatch, isDatabaseThere, watchDatabase } from "@/lib/db/reachable";
import { failureOf, noteDatabase } from "@/lib/http/failure";
import { AppError } from "@/lib/platform/errors";

const gone = new Error("connect ECONNREFUSED 127.0.0.1:5432");

test("a refusal is passed on as it is", () => {
  const refusal = new AppError("conflict", "Not now.");
  expect(failureOf(refusal, "test.failed")).toBe(refusal);
});

test("a database that is away is told as that, however deep it is buried", () => {
  const failure = failureOf(
    new Error("a page broke", { cause: new Error("a query broke", { cause: gone }) }),
    "x.failed",
  );
  expect(failure).toMatchObject({ code: "database_down", status: 503 });
});

test("a bug keeps its words to itself and to the log", () => {
  const failure = failureOf(new TypeError("users.secret is undefined"), "test.failed");
  expect(failure).toMatchObject({ code: "internal", message: "Something went wrong on our side." });
});

describe("what is known of the database", () => {
  const kept = globalThis as { parleyDatabaseWatch?: DatabaseWatch | undefined };
  let asked = 0;
  const probe = async () => {
    asked += 1;
    return true;
  };
  beforeEach(() => {
    asked = 0;
    kept.parleyDatabaseWatch = watchDatabase(probe, () => new Date(0));
  });
  afterAll(() => {
    kept.parleyDatabaseWatch = undefined;
  });

  test("is asked anew for the next page after a failure of it", async () => {
    await isDatabaseThere();
    expect(noteDatabase(gone)).toBe(true);
    await isDatabaseThere();
    expect(asked).toBe(2);
  });

  test.each(["a sentence", undefined, null, { message: "ECONNREFUSED" }, new TypeError("a bug")])(
    "is not doubted for %s",
    async (thrown) => {
      await isDatabaseThere();
      expect(noteDatabase(thrown)).toBe(false);
      await isDatabaseThere();
      expect(asked).toBe(1);
    },
  );
});
