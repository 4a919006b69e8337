import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SECOND_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/**
 * News between processes: PostgreSQL's LISTEN on one connection of its own. They are told by `pg_notify` inside the
 * statement that makes them, so there is no news of what was rolled back.
 *
 *   Not configured: it listens where DATABASE_URL points, which is right unless that is a pooler.
 *   Failing:        news are missed, `isUp` says so, and who was told nothing meanwhile is told to look again.
 */
export type Broadcast = {
  /** Calls `hear` with every payload on the channel. The first to listen opens the connection. */
  listen(channel: string, hear: (payload: string) => void): void;
  /** Calls `look` each time the connection stands (again): what was said before then is lost. */
  onStanding(look: () => void): void;
  /** Whether news arrive at this moment, as far as one can know. */
  isUp(): boolean;
  close(): Promise<void>;
};

type Waits = { firstRetryMs: number; lastRetryMs: number; pingMs: number };
/** A connection that a firewall forgot says nothing, for ever: asking is the only way to find out. */
const WAITS: Waits = { firstRetryMs: 100, lastRetryMs: 5 * SECOND_MS, pingMs: 10 * SECOND_MS };
const ANSWER_MS = 5 * SECOND_MS;

type Connection = { client: pg.Client; lost: Promise<void> };

export function openBroadcast(url: string, waits: Waits = WAITS): Broadcast {
  const listeners = new Map<string, ((payload: string) => void)[]>();
  const lookers: (() => void)[] = [];
  const closing = new AbortController();
  let standing: pg.Client | undefined;
  let supervised: Promise<void> | undefined;

  async function supervise(): Promise<void> {
    let waitMs = waits.firstRetryMs;
    while (!closing.signal.aborted) {
      const began = await stand().catch((error: unknown) => {
        log.warn("broadcast.away", { error, againInMs: waitMs });
        return false;
      });
      waitMs = began ? waits.firstRetryMs : Math.min(waitMs * 2, waits.lastRetryMs);
      await pause(waitMs);
    }
  }

  /** Connects, and returns when the connection is lost. @throws when there was none to begin with. */
  async function stand(): Promise<boolean> {
    const { client, lost } = await connect(url, tell);
    try {
      // Those who came while it was connecting are among them.
      for (const channel of listeners.keys()) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      standing = client;
      for (const look of lookers) look();
      await untilLost({ client, lost });
      return true;
    } finally {
      standing = undefined;
      await client.end().catch(() => {});
    }
  }

  async function untilLost({ client, lost }: Connection): Promise<void> {
    const over = Promise.race([lost, aborted(closing.signal)]).then(() => "over" as const);
    while ((await Promise.race([over, pause(waits.pingMs)])) !== "over") {
      if (!(await client.query("SELECT 1").then(yes, no))) return log.warn("broadcast.silent");
    }
  }

  function tell({ channel, payload = "" }: pg.Notification): void {
    for (const hear of listeners.get(channel) ?? []) hear(payload);
  }

  /** Ends early, and without a word, when the broadcast is closed. */
  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {});
  }

  return {
    listen(channel, hear): void {
      const known = listeners.get(channel);
      if (known) return void known.push(hear);
      listeners.set(channel, [hear]);
      void standing?.query(`LISTEN ${standing.escapeIdentifier(channel)}`).catch(() => {});
      supervised ??= supervise();
    },
    onStanding: (look) => void lookers.push(look),
    isUp: () => standing !== undefined,
    close: async () => {
      closing.abort();
      await supervised;
    },
  };
}

async function connect(url: string, tell: (news: pg.Notification) => void): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    application_name: "parley-broadcast",
  });
  client.on("notification", tell);
  const lost = new Promise<void>((resolve) => {
    client.on("error", () => resolve());
    client.on("end", () => resolve());
  });
  await client.connect();
  return { client, lost };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const yes = () => true;
const no = () => false;
