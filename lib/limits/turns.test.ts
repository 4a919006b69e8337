import { expect, test } from "vitest";
import { inTurn } from "@/lib/limits/turns";

/** Work that says when it begins, and ends when it is told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, { resolve, reject });
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { begun, work, settled, end: (name: string) => ends.get(name) };
}

test("work of one key waits for its turn, in the order it came, and work of another key does not", async () => {
  const { begun, work, settled, end } = works();
  const first = inTurn("a", work("first"));
  const second = inTurn("a", work("second"));
  const third = inTurn("a", work("third"));
  const other = inTurn("b", work("other"));
  await settled();
  expect(begun).toEqual(["first", "other"]);
  end("other")?.resolve("other");
  expect(await other).toBe("other");
  end("first")?.resolve("first");
  expect(await first).toBe("first");
  await settled();
  expect(begun).toEqual(["first", "other", "second"]);
  end("second")?.resolve("second");
  await second;
  await settled();
  end("third")?.resolve("third");
  expect(await third).toBe("third");
});

test("work that fails fails whoever asked for it, and nobody behind", async () => {
  const { work, settled, end } = works();
  const failing = inTurn("a", work("failing"));
  const next = inTurn("a", work("next"));
  await settled();
  end("failing")?.reject(new Error("no"));
  await expect(failing).rejects.toThrow("no");
  await settled();
  end("next")?.resolve("done");
  expect(await next).toBe("done");
});

test("a line that is too long takes nobody more, until it is shorter", async () => {
  const { begun, work, settled, end } = works();
  const limit = { waitingLimit: 1 };
  const running = inTurn("a", work("running"), limit);
  const waiting = inTurn("a", work("waiting"), limit);
  await expect(inTurn("a", work("refused"), limit)).rejects.toMatchObject({
    code: "too_many_requests",
    retryAfterS: 1,
  });
  await settled();
  end("running")?.resolve("");
  await running;
  const late = inTurn("a", work("late"), limit);
  await settled();
  end("waiting")?.resolve("");
  await waiting;
  await settled();
  end("late")?.resolve("");
  await late;
  expect(begun).toEqual(["running", "waiting", "late"]);
});
