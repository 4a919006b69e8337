import fs from "node:fs";
import { describe, expect, test } from "vitest";

type Rgb = readonly [number, number, number];
type Theme = "light" | "dark";

const css = fs.readFileSync("app/globals.css", "utf8");
const TOKENS = [...css.matchAll(/--([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g)].map(
  ([, name, light, dark]) => ({ name: name!, light: linearOf(light!), dark: linearOf(dark!) }),
);

function token(name: string, theme: Theme): Rgb {
  const found = TOKENS.find((each) => each.name === name);
  if (!found) throw new Error(`no token is called ${name}`);
  return found[theme];
}

/** OKLCH as written in the file ("0.5 0.1 240") to linear sRGB, by the matrices of CSS Color 4. */
function linearOf(written: string): Rgb {
  const [lightness = 0, chroma = 0, hue = 0] = written.split(" ").map(Number);
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clamped(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamped(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamped(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A wash of one colour over another, as browsers blend it: in gamma-encoded sRGB. */
function wash(over: Rgb, under: Rgb, share: number): Rgb {
  const mix = (index: 0 | 1 | 2) => decoded(encoded(over[index]) * share + encoded(under[index]) * (1 - share));
  return [mix(0), mix(1), mix(2)];
}

function encoded(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function decoded(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

test("black on white is 21 to 1, so the arithmetic is right", () => {
  expect(contrast(linearOf("0 0 0"), linearOf("1 0 0"))).toBeCloseTo(21, 2);
  expect(contrast(linearOf("0.627955 0.257683 29.2339"), linearOf("1 0 0"))).toBeCloseTo(3.998, 1);
});

test("all tokens of the file are read", () => {
  expect(TOKENS.map(({ name }) => name)).toEqual(
    "surface raised quiet line edge text muted accent on-accent good warn bad".split(" "),
  );
});

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const grounds = ["surface", "raised", "quiet"];
  const inks = ["text", "muted", "accent", "good", "warn", "bad"];

  test.each(grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)))("%s reads on %s", (ink, ground) => {
    expect(contrast(token(ink, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test("the words of the main button read on it", () => {
    expect(contrast(token("on-accent", theme), token("accent", theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["accent", "good", "warn", "bad"])("a badge in %s reads on its own wash", (tone) => {
    const ground = wash(token(tone, theme), token("surface", theme), 0.1);
    expect(contrast(token(tone, theme), ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["good", "warn", "bad"])("a notice in %s reads, its second line too", (tone) => {
    const ground = wash(token(tone, theme), token("surface", theme), 0.08);
    expect(contrast(token("muted", theme), ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(grounds)("a control's border is seen on %s", (ground) => {
    expect(contrast(token("edge", theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
