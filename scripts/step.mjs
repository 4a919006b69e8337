const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 80;

/**
 * Does one piece of work and leaves one line with its time. On a terminal a spinner turns until then; elsewhere
 * nothing is written before the end, so that logs stay one line a step.
 *
 * @template T
 * @param {string} name
 * @param {(note: (detail: string, isGood?: boolean) => void) => Promise<T> | T} work may call `note` to add a few words
 *   to the line, and to say that what it came to is not good
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const startedAt = performance.now();
  let detail = "";
  let mark = "✓";
  const spinner = spin(name);
  try {
    const result = await work((words, isGood = true) => {
      detail = words;
      mark = isGood ? "✓" : "✗";
    });
    spinner.end(mark, line(name, detail, startedAt));
    return result;
  } catch (error) {
    spinner.end("✗", line(name, "", startedAt));
    throw error;
  }
}

function line(name, detail, startedAt) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return `${name.padEnd(30)} ${`${seconds} s`.padStart(8)}${detail ? `   ${detail}` : ""}`;
}

function spin(name) {
  const out = process.stdout;
  if (!out.isTTY) return { end: (mark, text) => out.write(`${mark} ${text}\n`) };
  let frame = 0;
  const timer = setInterval(() => out.write(`\r${FRAMES[frame++ % FRAMES.length]} ${name} `), FRAME_MS);
  return {
    end(mark, text) {
      clearInterval(timer);
      out.write(`\r\u001b[K${mark} ${text}\n`);
    },
  };
}
