import { type PngPixels, pngPixels } from "./png-pixels";

type Rgb = readonly [red: number, green: number, blue: number];

const SAMPLES = 10_000;
const SEE_THROUGH_BELOW = 32;
const GREY_SPREAD = 0.12;
const HUES: readonly (readonly [upTo: number, name: string])[] = [
  [15, "red"],
  [45, "orange"],
  [70, "yellow"],
  [165, "green"],
  [200, "cyan"],
  [255, "blue"],
  [290, "purple"],
  [335, "pink"],
  [360, "red"],
];

/** The name of the colour that most of a PNG has; nothing when it is not cheaply known. Throws on damaged bytes. */
export function dominantColour(bytes: Buffer): string | undefined {
  const pixels = pngPixels(bytes);
  if (!pixels) return undefined;
  const counts = new Map<string, number>();
  const count = pixels.data.length / pixels.channels;
  const step = Math.max(1, Math.floor(count / SAMPLES));
  for (let index = 0; index < count; index += step) {
    const name = nameAt(pixels, index);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0];
}

function nameAt({ data, channels, palette }: PngPixels, index: number): string {
  const at = index * channels;
  const channel = (offset: number) => data[at + offset] ?? 0;
  if (channels === 2 || channels === 4) {
    if (channel(channels - 1) < SEE_THROUGH_BELOW) return "transparent";
  }
  if (palette) {
    const place = channel(0) * 3;
    return colourName([palette[place] ?? 0, palette[place + 1] ?? 0, palette[place + 2] ?? 0]);
  }
  return channels < 3
    ? colourName([channel(0), channel(0), channel(0)])
    : colourName([channel(0), channel(1), channel(2)]);
}

/** One of a dozen everyday names. */
export function colourName([red, green, blue]: Rgb): string {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = most - least;
  if (spread < GREY_SPREAD * 255) return greyName(most);
  if (most < 50) return "black";
  const hue = hueOf([red, green, blue], { most, spread });
  const name = HUES.find(([upTo]) => hue <= upTo)?.[1] ?? "red";
  return name === "orange" && most < 160 ? "brown" : name;
}

function greyName(brightness: number): string {
  if (brightness < 50) return "black";
  return brightness > 215 ? "white" : "grey";
}

/** 0 to 360 degrees. */
function hueOf([red, green, blue]: Rgb, { most, spread }: { most: number; spread: number }): number {
  if (most === red) return (((green - blue) / spread) * 60 + 360) % 360;
  return most === green ? ((blue - red) / spread) * 60 + 120 : ((red - green) / spread) * 60 + 240;
}
