import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isKeyShaped, keyOf, mintKey, prefixOf } from "@/lib/identity/key-format";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const character = fc.constantFrom(...BASE62.split(""));
const random = fc.string({ unit: character, minLength: 30, maxLength: 30 });

describe("a key", () => {
  test("that was minted has the shape, and no two are the same", () => {
    const keys = Array.from({ length: 1_000 }, mintKey);
    expect(keys.every(isKeyShaped)).toBe(true);
    expect(new Set(keys).size).toBe(1_000);
  });

  test("is random in each of its thirty characters", () => {
    const keys = Array.from({ length: 400 }, mintKey);
    for (let place = 7; place < 37; place += 1) expect(new Set(keys.map((key) => key[place])).size).toBeGreaterThan(50);
  });

  test("has the shape whatever its random part is", () => {
    fc.assert(
      fc.property(random, (part) => {
        expect(isKeyShaped(keyOf(part))).toBe(true);
      }),
    );
  });

  test("with one character changed, anywhere and to anything, is refused", () => {
    const at = fc.nat({ max: 42 });
    fc.assert(
      fc.property(
        random,
        at,
        fc.oneof(character, fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
        (...given) => {
          const [key, place, other] = [keyOf(given[0]), given[1], given[2]];
          fc.pre(key[place] !== other);
          expect(isKeyShaped(`${key.slice(0, place)}${other}${key.slice(place + 1)}`)).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("with two neighbours swapped, or cut, or with more around it, is refused", () => {
    fc.assert(
      fc.property(random, fc.integer({ min: 7, max: 41 }), (part, at) => {
        const key = keyOf(part);
        const swapped = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2);
        const wrong = [key.slice(0, at), key.slice(1), `${key}0`, `${key}\n`, ` ${key}`, key.toUpperCase()];
        expect(wrong.filter(isKeyShaped)).toEqual([]);
        expect(isKeyShaped(swapped)).toBe(swapped === key);
      }),
    );
  });

  test("ends in the CRC32 that everybody else computes", () => {
    // CRC32("parley_" and thirty zeros), by an independent implementation: bit by bit, reflected, 0xEDB88320.
    const body = `parley_${"0".repeat(30)}`;
    let crc = 0xffffffff;
    for (const byte of Buffer.from(body)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    const value = keyOf("0".repeat(30))
      .slice(-6)
      .split("")
      .reduce((sum, digit) => sum * 62 + BASE62.indexOf(digit), 0);
    expect(value).toBe((crc ^ 0xffffffff) >>> 0);
  });

  test("is shown by both ends of what is random in it", () => {
    expect(prefixOf(keyOf("abcdefghijklmnopqrstuvwxyz0123"))).toBe("parley_abcd…0123");
  });
});

test("nothing else has the shape", () => {
  const others = ["", "parley_", "sk-proj-abc", `sk_live_${"0".repeat(36)}`, `parley_${"é".repeat(36)}`];
  expect(others.filter(isKeyShaped)).toEqual([]);
});
