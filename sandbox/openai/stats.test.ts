import fc from "fast-check";
import { expect, test } from "vitest";
import { createStats } from "./stats";

test("a completion ends once, however often it is told to", () => {
  const stats = createStats();
  const end = stats.begin();
  end("completed");
  end("aborted");
  expect(stats.read()).toEqual({ open: 0, started: 1, completed: 1, aborted: 0, requests: 0 });
});

test("what is open at a reset stays open, and ends in the new count", () => {
  const stats = createStats();
  const end = stats.begin();
  stats.countRequest();
  stats.reset();
  expect(stats.read()).toEqual({ open: 1, started: 1, completed: 0, aborted: 0, requests: 0 });
  end("aborted");
  expect(stats.read()).toMatchObject({ open: 0, aborted: 1 });
});

test("started is always open, completed and aborted together", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("begin", "completed", "aborted", "reset")), (steps) => {
      const stats = createStats();
      const open: ReturnType<typeof stats.begin>[] = [];
      for (const step of steps) {
        if (step === "begin") open.push(stats.begin());
        else if (step === "reset") stats.reset();
        else open.pop()?.(step === "completed" ? "completed" : "aborted");
        const { open: now, started, completed, aborted } = stats.read();
        expect(now).toBe(open.length);
        expect(started).toBe(now + completed + aborted);
      }
    }),
  );
});
