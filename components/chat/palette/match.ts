/** Something the palette can do, or a place it can go to. */
export type Command = {
  id: string;
  label: string;
  /** Other words people look for it by. */
  words?: string;
  group: "Chats" | "This chat" | "Go to" | "Model" | "Look" | "More";
  /** The keys that do the same, as shown. */
  keys?: readonly string[];
  run: () => void;
};

/** The commands that fit what was typed, best first; all of them, in their order, when nothing was. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const query = typed.trim().toLowerCase();
  if (query === "") return [...commands];
  return commands
    .map((command) => ({ command, score: scoreOf(command, query) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

/** The label's beginning beats a word's beginning, that a part of it, that other words, that scattered letters. */
function scoreOf({ label, words = "" }: Command, query: string): number {
  const name = label.toLowerCase();
  if (name.startsWith(query)) return 5;
  if (name.includes(` ${query}`)) return 4;
  if (name.includes(query)) return 3;
  if (words.toLowerCase().includes(query)) return 2;
  return hasInOrder(name, query) ? 1 : 0;
}

function hasInOrder(text: string, letters: string): boolean {
  let at = -1;
  return letters.split("").every((letter) => letter === " " || (at = text.indexOf(letter, at + 1)) >= 0);
}
