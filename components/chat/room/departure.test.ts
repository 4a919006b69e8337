import { expect, test } from "vitest";
import { departure, type Go } from "./departure";

test("nobody who holds it is nobody who is asked", () => {
  let gone = 0;
  departure().leave(() => (gone += 1));
  expect(gone).toBe(1);
});

test("who holds it decides, and may let go later", () => {
  const { hold, leave } = departure();
  let gone = 0;
  let way: Go | undefined;
  hold((go) => {
    way = go;
  });
  leave(() => (gone += 1));
  expect(gone).toBe(0);
  way?.();
  expect(gone).toBe(1);
});

test("a screen that is gone asks no more, and takes nothing from the one that followed it", () => {
  const { hold, leave } = departure();
  const asked: string[] = [];
  const release = hold(() => asked.push("first"));
  hold(() => asked.push("second"));
  release();
  leave(() => asked.push("gone"));
  expect(asked).toEqual(["second"]);

  const other = departure();
  other.hold(() => asked.push("never"))();
  other.leave(() => asked.push("gone at once"));
  expect(asked).toEqual(["second", "gone at once"]);
});
