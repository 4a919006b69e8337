import { spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/start/ports";
import { onPath } from "@/scripts/test/system-programs";

/** The last is the same program under the name it has without Debian's service: what it does goes by the name it is called by. */
const NAMES = ["redis-server", "valkey-server", "redis-check-rdb"];

/** The program of a Redis on this machine; undefined where there is none. */
export function redisProgram(): string | undefined {
  return NAMES.map(onPath).find((place) => place !== undefined);
}

/** A Redis of one's own, that keeps nothing. */
export async function aRedis(program: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const server = spawn(program, ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
    argv0: "redis-server",
    stdio: "ignore",
  });
  const over = new Promise<void>((resolve) => server.once("close", () => resolve()));
  for (let tries = 0; tries < 100 && !(await answers(port)); tries += 1) await sleep(50);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill("SIGKILL");
      await over;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
