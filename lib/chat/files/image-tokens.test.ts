import fc from "fast-check";
import { expect, test } from "vitest";
import { imageBoundTokens } from "@/lib/chat/files/image-tokens";

test.each([
  // The provider's own examples of the tile rule: 765 and 1,105 tokens; patches cost more.
  [1_024, 1_024, 2_520],
  [2_048, 4_096, 3_779],
  // A small picture is a tile; a long thin one has more tiles than patches cost.
  [10, 10, 255],
  [1, 8_000, 765],
])("%d × %d takes at most %d tokens", (width, height, tokens) => {
  expect(imageBoundTokens(width, height)).toBe(tokens);
});

test("turning a picture does not change its price, and no picture is beyond the largest", () => {
  const side = fc.integer({ min: 1, max: 8_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const tokens = imageBoundTokens(width, height);
      expect(tokens).toBe(imageBoundTokens(height, width));
      expect(tokens).toBeGreaterThanOrEqual(255);
      expect(tokens).toBeLessThanOrEqual(3_779);
    }),
  );
});
