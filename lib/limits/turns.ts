import "server-only";
import { AppError } from "@/lib/platform/errors";

/** Enough for all the files of one message; more is a loop. */
const STANDARD_WAITING_LIMIT = 20;

const lines = new Map<string, { last: Promise<unknown>; count: number }>();

/**
 * Runs work of one key one after the other in this process, in the order it came: what is heavy then holds up only
 * whoever asked for it.
 * @throws AppError `too_many_requests` when so many wait for the same key already.
 */
export async function inTurn<T>(
  key: string,
  work: () => Promise<T>,
  { waitingLimit = STANDARD_WAITING_LIMIT }: { waitingLimit?: number } = {},
): Promise<T> {
  const line = lines.get(key) ?? { last: Promise.resolve(), count: 0 };
  if (line.count > waitingLimit) throw new AppError("too_many_requests", undefined, { retryAfterS: 1 });
  const done = line.last.then(work);
  // The next one's turn comes whatever became of this one.
  line.last = done.catch(() => {});
  line.count += 1;
  lines.set(key, line);
  try {
    return await done;
  } finally {
    line.count -= 1;
    if (line.count === 0) lines.delete(key);
  }
}
