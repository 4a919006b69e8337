import { describe, expect, test } from "vitest";
import { Prisma } from "@/lib/db/client";
import { guessed, withGuess, WrongGuess } from "@/lib/db/guess";

const guess = { guess: { name: "Ann" }, stands: Prisma.sql`TRUE` };
const found = { name: "Ben" };

/** Work that was done for these, one after the other, and what becomes of it. */
function working(answers: (string | Error)[]) {
  const worked: string[] = [];
  const work = async (one: typeof found | typeof guess) => {
    const { known, stands } = guessed(one);
    worked.push(stands === undefined ? known.name : `perhaps ${known.name}`);
    const answer = answers.shift() ?? "nothing";
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { worked, work };
}

describe("work with a guess", () => {
  test("is done at once, and nobody is looked up", async () => {
    const { worked, work } = working(["done"]);
    const lookUp = () => Promise.reject(new Error("looked up"));
    expect(await withGuess({ guess, lookUp }, work)).toBe("done");
    expect(worked).toEqual(["perhaps Ann"]);
  });

  test("is done for who is looked up where there is none, or it was wrong", async () => {
    const first = working(["done"]);
    expect(await withGuess({ guess: undefined, lookUp: async () => found }, first.work)).toBe("done");
    expect(first.worked).toEqual(["Ben"]);
    const again = working([new WrongGuess(), "done"]);
    expect(await withGuess({ guess, lookUp: async () => found }, again.work)).toBe("done");
    expect(again.worked).toEqual(["perhaps Ann", "Ben"]);
  });

  test("that fails is told of to who is somebody, and not tried again; others are told that they are nobody", async () => {
    for (const [lookUp, told] of [
      [async () => found, "no room"],
      [() => Promise.reject(new Error("nobody")), "nobody"],
    ] as const) {
      const { worked, work } = working([new Error("no room"), "done"]);
      await expect(withGuess({ guess, lookUp }, work)).rejects.toThrow(told);
      expect(worked).toEqual(["perhaps Ann"]);
    }
  });
});
