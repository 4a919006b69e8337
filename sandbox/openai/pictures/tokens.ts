import type { Size } from "./picture";

const BASE_TOKENS = 85;
const TOKENS_A_TILE = 170;
const TILE = 512;
const LARGEST_SIDE = 2_048;
const SHORTER_SIDE = 768;
/** What one of unknown size is counted as. */
const USUAL: Size = { width: 1_024, height: 1_024 };

/** OpenAI's count for pictures: a base, and tiles of 512 after both its ways of shrinking. At low detail the base alone. */
export function pictureTokens(size: Size | undefined, detail: string | undefined): number {
  if (detail === "low") return BASE_TOKENS;
  const { width, height } = size ?? USUAL;
  const fits = Math.min(1, LARGEST_SIDE / Math.max(width, height, 1));
  const scale = fits * Math.min(1, SHORTER_SIDE / Math.max(1, Math.min(width, height) * fits));
  const tiles = Math.max(1, Math.ceil((width * scale) / TILE)) * Math.max(1, Math.ceil((height * scale) / TILE));
  return BASE_TOKENS + TOKENS_A_TILE * tiles;
}
