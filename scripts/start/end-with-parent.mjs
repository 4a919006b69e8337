/**
 * Loaded into every child: when the process that started it is gone, however it went, the channel to it closes, and
 * the child ends as if it had been asked to; also one that is loaded only after that. Node hands the option that loads
 * this on to a child's own workers, whose channels are none of our business.
 */
import { isMainThread } from "node:worker_threads";

const PATIENCE_MS = 5_000;
const starter = Number(process.env.PARLEY_PARENT_PID);

if (isMainThread && process.channel && process.ppid === starter) {
  process.once("disconnect", end);
  process.channel.unref();
} else if (isMainThread && starter > 0 && isGone(starter)) {
  end();
}

function end() {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  process.kill(process.pid, "SIGTERM");
}

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
