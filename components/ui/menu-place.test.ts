import fc from "fast-check";
import { expect, test } from "vitest";
import { menuPlace } from "@/components/ui/menu-place";

const screen = { width: 1000, height: 800 };
const menu = { width: 200, height: 300 };
const at = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 32 });

test("it opens below its button, along the left edge", () => {
  expect(menuPlace(at(100, 50), menu, { screen, align: "start" })).toEqual({ top: 88, left: 100 });
});

test("aligned to the end, the right edges meet", () => {
  expect(menuPlace(at(500, 50), menu, { screen, align: "end" }).left + menu.width).toBe(540);
});

test("it opens above when there is no room below", () => {
  expect(menuPlace(at(100, 740), menu, { screen, align: "start" }).top).toBe(740 - 6 - 300);
});

test("whatever the button's place, a menu that fits the screen is wholly on it", () => {
  const place = fc.record({
    left: fc.integer({ min: 0, max: 960 }),
    top: fc.integer({ min: 0, max: 768 }),
    width: fc.integer({ min: 1, max: 984 }),
    height: fc.integer({ min: 1, max: 784 }),
    align: fc.constantFrom("start" as const, "end" as const),
  });
  fc.assert(
    fc.property(place, ({ left, top, width, height, align }) => {
      const found = menuPlace(at(left, top), { width, height }, { screen, align });
      expect(found.left).toBeGreaterThanOrEqual(8);
      expect(found.top).toBeGreaterThanOrEqual(8);
      expect(found.left + width).toBeLessThanOrEqual(screen.width - 8);
      expect(found.top + height).toBeLessThanOrEqual(screen.height - 8);
    }),
  );
});
