import "server-only";

/**
 * What is kept of an answer that was stopped: what its reader had seen, as far as we have it, and at least what it
 * began with. Without `seenLength` (UTF-16 units) all of it. Never ends in half a character.
 */
export function keptText(text: string, { seenLength = text.length, prefixLength = 0 } = {}): string {
  const end = Math.max(seenLength, prefixLength);
  return text.slice(0, splitsCharacter(text, end) ? end - 1 : end);
}

function splitsCharacter(text: string, at: number): boolean {
  return isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff);
}

function isBetween(unit: number, low: number, high: number): boolean {
  return unit >= low && unit <= high;
}
