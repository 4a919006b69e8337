import { spawn } from "node:child_process";

export type Finished = { code: number; output: string };

const running = new Set<{ kill(signal: NodeJS.Signals): boolean }>();

// A test run that is told to stop takes what it started with it.
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => {
    for (const child of running) child.kill("SIGTERM");
    process.exit(1);
  });
}

type RunOptions = { env?: Record<string, string>; isShown?: boolean };

/** Runs a Node program to its end. Nothing is printed unless it is to be shown. */
export function runNode(args: readonly string[], { env = {}, isShown = false }: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", isShown ? "inherit" : "pipe", isShown ? "inherit" : "pipe"],
      env: { ...process.env, NO_COLOR: isShown ? process.env["NO_COLOR"] : "1", ...env },
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: output.trim() });
    });
  });
}
