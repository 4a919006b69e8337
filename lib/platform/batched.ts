import "server-only";

type Call<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};
type Work<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;
type Batching = {
  /** So many are done at once, at most. */
  most: number;
  /** After so long those who wait no longer wait for the batch before: one that is stuck holds up nobody else. */
  patienceMs: number;
};

/**
 * Does for many at once what each asks for alone: who comes while a batch is under way goes with the next one, and who
 * comes when none is goes at once. What costs the same for one and for many (a commit to disk) is so paid once.
 *
 * `work` is all or nothing, and returns one result for each item, in their order. Where it fails for several, each is
 * tried alone: nobody fails through another's fault.
 */
export function batched<Item, Result>(work: Work<Item, Result>, { most, patienceMs }: Batching) {
  const waiting: Call<Item, Result>[] = [];
  let isBusy = false;

  async function serveAll(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) await atMost(patienceMs, serve(work, waiting.splice(0, most)));
    isBusy = false;
  }

  return (item: Item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isBusy) void serveAll();
    });
}

/** Never rejects: each call is told its own end. */
async function serve<Item, Result>(work: Work<Item, Result>, calls: readonly Call<Item, Result>[]): Promise<void> {
  try {
    const results = await work(calls.map(({ item }) => item));
    if (results.length !== calls.length) throw new Error(`A batch of ${calls.length} gave ${results.length} results`);
    results.forEach((result, at) => calls[at]?.resolve(result));
  } catch (error) {
    const [call] = calls;
    if (calls.length === 1) call?.reject(error);
    else await Promise.all(calls.map((alone) => serve(work, [alone])));
  }
}

async function atMost(ms: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([done, limit]);
  clearTimeout(timer);
}
