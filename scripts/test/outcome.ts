/** What a stage came to. A skipped test counts as failed: nobody looks at it again. */
export type Outcome = {
  passed: number;
  failed: number;
  /** A few words for the stage's line. */
  note?: string;
  /** What a person needs to see, when something failed. */
  details?: string;
};

export type Stage = {
  name: string;
  /** Fewer tests than this have been lost on the way, which is a failure too. */
  least: number;
  run(): Promise<Outcome>;
};

/** Adds a failure when tests have gone missing. */
export function withLeast({ least, name }: Stage, outcome: Outcome): Outcome {
  const count = outcome.passed + outcome.failed;
  if (count >= least) return outcome;
  const lost = `${name} ran ${count} tests and must run at least ${least}.`;
  return { ...outcome, failed: outcome.failed + 1, details: [outcome.details, lost].filter(Boolean).join("\n") };
}
