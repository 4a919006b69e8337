const NUL = "\u0000";
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Makes the pieces of a text storable one by one: a character that arrives in two halves is held back until it is
 * whole, a half without its other becomes U+FFFD, and NUL, which PostgreSQL can not hold, is dropped.
 */
export function wholeCharacters(): { push(piece: string): string; end(): string } {
  let half = "";
  return {
    push(piece) {
      const text = half + piece;
      half = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.slice(-1) : "";
      return clean(half === "" ? text : text.slice(0, -1));
    },
    end: () => clean(half),
  };
}

function clean(text: string): string {
  return text.replace(LONE_SURROGATE, "\uFFFD").replaceAll(NUL, "");
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
