import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/**
 * Small facts that all processes share and may lose: Redis, or Valkey, by REDIS_URL.
 *
 *   Not configured: there is none, and its callers keep to PostgreSQL.
 *   Failing:        every call rejects at once, or after {@link ANSWER_MS}; its callers keep to PostgreSQL meanwhile.
 */
export type Cache = {
  /**
   * Runs a Lua script on one key, which nobody else touches meanwhile. Returns its whole numbers.
   * @throws Error when Redis is away, slow, or answers something else.
   */
  run(script: string, key: string, args: readonly number[]): Promise<number[]>;
  close(): Promise<void>;
};

/** Longer than any answer takes, shorter than anybody would wait for a limit. */
const ANSWER_MS = 250;
const LAST_RETRY_MS = 5 * SECOND_MS;

/** Connects when it is first asked, and again whenever the connection is lost. */
export function openCache(url: string): Cache {
  let isComplaining = false;
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: SECOND_MS,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, LAST_RETRY_MS),
    },
    commandOptions: { timeout: ANSWER_MS },
  });
  client.on("error", (error: unknown) => {
    // It says so at each try to connect; once is enough to know.
    if (!isComplaining) log.warn("cache.away", { error });
    isComplaining = true;
  });
  client.on("ready", () => {
    isComplaining = false;
  });
  let opening: Promise<unknown> | undefined;

  return {
    async run(script, key, args) {
      opening ??= client.connect().catch((error: unknown) => log.warn("cache.away", { error }));
      if (!client.isReady) await Promise.race([opening, sleep(ANSWER_MS, undefined, { ref: false })]);
      if (!client.isReady) throw new Error("The cache is away");
      const reply: unknown = await client.eval(script, { keys: [key], arguments: args.map(String) });
      if (Array.isArray(reply) && reply.every((each) => typeof each === "number")) return reply;
      throw new Error("The cache answered something else than whole numbers");
    },
    async close() {
      if (client.isOpen) client.destroy();
    },
  };
}

/** The deployment's own; undefined where none is configured. */
export const cache: Cache | undefined = env.redisUrl === undefined ? undefined : openCache(env.redisUrl);
