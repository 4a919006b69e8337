/**
 * What a picture takes of a prompt, at most. OpenAI counts by one of two rules, by model
 * (https://platform.openai.com/docs/guides/images-vision#calculating-costs): 85 tokens and 170 for each tile of 512
 * pixels of the picture, fitted into 2,048 × 2,048 and then to 768 on its shorter side; or up to 1,536 patches of 32
 * pixels, times at most 2.46. The dearer one counts here; what a model takes beyond that is the operator's.
 */
export function imageBoundTokens(width: number, height: number): number {
  return Math.max(tileTokens(width, height), patchTokens(width, height));
}

function tileTokens(width: number, height: number): number {
  const fit = Math.min(1, 2_048 / Math.max(width, height));
  const shrink = Math.min(1, 768 / (Math.min(width, height) * fit));
  const tiles = (side: number) => Math.ceil((side * fit * shrink) / 512);
  return 85 + 170 * tiles(width) * tiles(height);
}

function patchTokens(width: number, height: number): number {
  const patches = Math.ceil(width / 32) * Math.ceil(height / 32);
  return Math.ceil(Math.min(patches, 1_536) * 2.46);
}
