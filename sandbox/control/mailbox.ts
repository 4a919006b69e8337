import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Letter } from "./letter";

export type Mailbox = ReturnType<typeof openMailbox>;

/**
 * The letters that came, held in memory and in a file of one JSON line each.
 * A line that is torn (the process died while writing it) is dropped, and so
 * is a line that some other version wrote: a sandbox starts all the same.
 */
export function openMailbox(folder: string) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "mailbox.jsonl");
  let letters = readLetters(file);
  // Written whole again, so that the next line does not begin in the middle of a torn one.
  writeFileSync(file, linesOf(letters));

  return {
    put(added: readonly Letter[]) {
      appendFileSync(file, linesOf(added));
      letters.push(...added);
    },
    /** Newest first; with `to`, only that recipient's. */
    list({ to }: { to?: string | null } = {}): Letter[] {
      const wanted = to?.trim().toLowerCase();
      return letters.filter((letter) => !wanted || letter.to.toLowerCase() === wanted).toReversed();
    },
    find(id: string): Letter | undefined {
      return letters.find((letter) => letter.id === id);
    },
    clear() {
      letters = [];
      writeFileSync(file, "");
    },
  };
}

function readLetters(file: string): Letter[] {
  return readLines(file).flatMap((line) => {
    const letter = Letter.safeParse(parseLine(line));
    return letter.success ? [letter.data] : [];
  });
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function linesOf(letters: readonly Letter[]) {
  return letters.map((letter) => `${JSON.stringify(letter)}\n`).join("");
}
