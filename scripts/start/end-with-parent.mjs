/**
 * Loaded into every child: when the process that started it is gone, however it went, the channel to it closes, and
 * the child ends as if it had been asked to. Node hands the option that loads this on to a child's own workers, whose
 * channels are none of our business.
 */
import { isMainThread } from "node:worker_threads";

const PATIENCE_MS = 5_000;

if (isMainThread && process.channel && process.ppid === Number(process.env.PARLEY_PARENT_PID)) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  process.channel.unref();
}
