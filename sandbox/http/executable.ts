import type { Running } from "./listen";

type Options = {
  portVariable: string;
  defaultPort: number;
  start(port: number): Promise<Running>;
  announce(url: string): string;
};

/** Runs a server as a program: one line when it is up, a clean end on a signal, a useful one on a taken port. */
export async function runAsProgram({ portVariable, defaultPort, start, announce }: Options): Promise<void> {
  const port = portFrom(process.env[portVariable], defaultPort);
  if (port === undefined) return give(`${portVariable} must be a port between 0 and 65535.`);
  try {
    const server = await start(port);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => void server.close().then(() => process.exit(0)));
    }
    console.log(announce(server.url));
  } catch (error) {
    if (!isTaken(error)) throw error;
    give(`Port ${port} is taken. Set ${portVariable} to a free one, or end the program that holds it.`);
  }
}

function portFrom(value: string | undefined, fallback: number): number | undefined {
  if (value === undefined || value === "") return fallback;
  const port = Number(value);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}

function isTaken(error: unknown) {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

function give(message: string) {
  console.error(message);
  process.exitCode = 1;
}
