import fs from "node:fs";
import { jsonOf } from "./json-of";
import { lineOf, type Writing } from "./line";
import type { Entry } from "./table";
import type { CollectionName } from "./wire";
import type { World } from "./world";

const THINGS_A_LINE = 100;

/** Where an entry's value will lie once the new file is the journal. */
type NewPlace = { entry: Entry; at: number; length: number };

/** Writes all that is there into a new file, a line at a time, so that requests come in between. */
export async function compactInto(
  file: string,
  head: string,
  { tables, counters }: ReturnType<World["freeze"]>,
): Promise<{ places: NewPlace[]; size: number }> {
  const handle = await fs.promises.open(file, "w");
  const places: NewPlace[] = [];
  let size = 0;
  const write = async (line: string) => {
    await handle.appendFile(line);
    size += Buffer.byteLength(line);
  };
  try {
    await write(head);
    for (const [name, , entries] of tables) {
      for (let i = 0; i < entries.length; i += THINGS_A_LINE) {
        const some = entries.slice(i, i + THINGS_A_LINE);
        const { line, parts } = lineOf(
          {},
          some.map((entry) => writingOf(name, entry)),
        );
        for (const [j, entry] of some.entries()) {
          const { at = 0, length = 0 } = parts[j] ?? {};
          places.push({ entry, at: size + at, length });
        }
        await write(line);
      }
    }
    await write(lineOf(counters, []).line);
  } finally {
    await handle.close();
  }
  return { places, size };
}

/** What was never asked for is copied as it lies. */
function writingOf(name: CollectionName, { id, value, place }: Entry): Writing {
  if (value) return { name, id, text: jsonOf(value, new Map()) };
  const { log, at, length } = place ? place.log.follow(place) : missing(id);
  return { name, id, text: log.bytes(at, length).toString("utf8") };
}

function missing(id: string): never {
  throw new Error(`${id} has neither a value nor a place`);
}
