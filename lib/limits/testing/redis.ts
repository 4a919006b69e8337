import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The last is the same program under the name it has without Debian's service: what it does goes by the name it is called by. */
const NAMES = ["redis-server", "valkey-server", "redis-check-rdb"];

/** The program of a Redis on this machine; undefined where there is none. */
export function redisProgram(): string | undefined {
  // oxlint-disable-next-line node/no-process-env -- where programs are is no configuration of ours
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return places.find((place) => fs.existsSync(place));
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
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
