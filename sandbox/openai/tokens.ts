/**
 * A stand-in for a tokenizer: one token for a character of Chinese, Japanese
 * or Korean, about one for four characters of anything else. The pieces joined
 * are the text again, so a stream of them and its usage figure always agree.
 */
const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]| ?[\p{L}\p{M}]{1,5}| ?\p{N}{1,3}| ?[^\p{L}\p{M}\p{N}\s]{1,3}|\s{1,8}/gu;

export function tokenize(text: string): string[] {
  return text.match(PIECE) ?? [];
}

export function countTokens(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(PIECE)) count += 1;
  return count;
}
