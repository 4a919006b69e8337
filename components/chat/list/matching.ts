/** A title cut into pieces, every second of which is what was searched for. */
export function markedParts(title: string, query: string): string[] {
  const wanted = query.trim();
  if (wanted === "") return [title];
  const pattern = wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return title.split(new RegExp(`(${pattern})`, "iu"));
}
