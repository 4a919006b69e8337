/** From here on a text is easier to handle as a file (UTF-16 units). */
const LONG_PASTE = 8_000;

export function isLongPaste(text: string): boolean {
  return text.length > LONG_PASTE;
}

/** What is left of a text without the part that was pasted; nothing when it is not there any more. */
export function withoutPasted(text: string, pasted: string): string | undefined {
  const part = asTyped(pasted);
  const place = text.indexOf(part);
  return place === -1 ? undefined : text.slice(0, place) + text.slice(place + part.length);
}

export function pastedFile(text: string): File {
  return new File([asTyped(text)], "Pasted text.txt", { type: "text/plain" });
}

/** A text field knows one kind of line end. */
function asTyped(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
