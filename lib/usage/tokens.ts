/** What a message costs a model beyond its words: the role and the marks around it. */
export const MESSAGE_OVERHEAD_TOKENS = 4;
/** UTF-8 bytes a token, on the low side for every script, so that a promise is rather too large than too small. */
export const BYTES_PER_TOKEN_AT_LEAST = 3;

/**
 * About how many tokens a text has, for bills when the provider told no figure: a token for each sign of Chinese,
 * Japanese or Korean, one for four other characters. Within a fifth of real tokenizers on prose and code.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (let at = 0; at < text.length; at += 1) quarters += isDense(text.charCodeAt(at)) ? 4 : 1;
  return Math.ceil(quarters / 4);
}

/** An upper bound for the room a message takes in a prompt. SQL computes the same figure for earlier messages. */
export function boundTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN_AT_LEAST) + MESSAGE_OVERHEAD_TOKENS;
}

/** Hiragana to the end of the CJK ideographs, Hangul, and the compatibility forms. */
function isDense(unit: number): boolean {
  return (unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7af) || (unit >= 0xf900 && unit <= 0xfaff);
}
