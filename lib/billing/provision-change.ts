import "server-only";

/** One thing that is not in the Stripe account as this program needs it. */
export type Change = {
  /** What is wrong and what is done about it, on one line: `+` makes, `~` changes. */
  what: string;
  /** Makes it so. Returns the signing secret of an endpoint it made, which Stripe tells only then. */
  make: () => Promise<string | undefined>;
};

/** One that tells nothing that has to be kept. */
export function change(what: string, work: () => Promise<unknown>): Change {
  return {
    what,
    make: async () => {
      await work();
      return undefined;
    },
  };
}
