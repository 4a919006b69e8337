/**
 * Loaded into every child: when the process that started it is gone, however it went, the channel to it closes, and
 * the child ends as if it had been asked to.
 */
const PATIENCE_MS = 5_000;

if (process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  process.channel.unref();
}
