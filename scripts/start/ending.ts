/** What has to be undone, newest first. */
export type Ending = {
  /** Registers a part to be stopped. */
  add(name: string, stop: () => Promise<void> | void): void;
  /** Stops everything once, in reverse order, and ends the process. */
  run(exitCode: number): Promise<never>;
};

/** npm passes on a Ctrl-C that the terminal has sent us already; a person's second one comes later than this. */
const ECHO_MS = 400;

/** The one way this process ends: by a signal, by a failure, in order. A second Ctrl-C no longer waits. */
export function planEnding(force: () => void): Ending {
  const parts: { name: string; stop: () => Promise<void> | void }[] = [];
  let askedAt: number | undefined;

  async function run(exitCode: number): Promise<never> {
    askedAt ??= performance.now();
    let code = exitCode;
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await part.stop();
      } catch (error) {
        code = 1;
        console.error(`${part.name} did not stop cleanly:`, error);
      }
    }
    process.exit(code);
  }

  function onSignal() {
    if (askedAt === undefined) {
      process.stdout.write("\nStopping …\n");
      void run(0);
    } else if (performance.now() - askedAt > ECHO_MS) {
      force();
      process.exit(1);
    }
  }
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  // Started as a child, we go with whoever started us.
  process.once("disconnect", onSignal);

  return { add: (name, stop) => void parts.push({ name, stop }), run };
}
