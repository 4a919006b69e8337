import { beforeEach, describe, expect, test } from "vitest";
import { toastBox, type ToastBox } from "@/components/ui/toast-box";

let waiting: (() => void)[];
let box: ToastBox;
const texts = () => box.read().map(({ text }) => text);
/** The time of everything that waits is over. */
const later = () => {
  for (const work of waiting.splice(0)) work();
};

beforeEach(() => {
  waiting = [];
  box = toastBox((work) => waiting.push(work));
});

test("is shown, told to whoever listens, and gone after its time", () => {
  let told = 0;
  const stop = box.subscribe(() => (told += 1));
  box.show({ text: "Deleted" });
  expect(texts()).toEqual(["Deleted"]);
  later();
  expect(texts()).toEqual([]);
  expect(told).toBe(2);
  stop();
  box.show({ text: "More" });
  expect(told).toBe(2);
});

test("of many the latest three stay", () => {
  for (const text of ["1", "2", "3", "4"]) box.show({ text });
  expect(texts()).toEqual(["2", "3", "4"]);
});

describe("while somebody is at it", () => {
  test("its time does not end; it does once they left", () => {
    box.show({ text: "Deleted" });
    const [toast] = box.read();
    box.hold(toast?.id ?? 0);
    later();
    later();
    expect(texts()).toEqual(["Deleted"]);
    box.release(toast?.id ?? 0);
    later();
    expect(texts()).toEqual([]);
  });

  test("it can be dismissed, and its clock finds nothing", () => {
    box.show({ text: "a" });
    box.show({ text: "b" });
    const [first] = box.read();
    box.hold(first?.id ?? 0);
    box.dismiss(first?.id ?? 0);
    expect(texts()).toEqual(["b"]);
    later();
    expect(texts()).toEqual([]);
  });
});

test("the same array is read until something changes", () => {
  box.show({ text: "a" });
  expect(box.read()).toBe(box.read());
});
