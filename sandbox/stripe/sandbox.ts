import type { AddressInfo } from "node:net";
import { createClock, type Clock } from "./clock";
import { Courier } from "./delivery/courier";
import { Api } from "./http/api";
import { forgetOldKeys } from "./http/idempotency";
import { createListener } from "./http/listener";
import { createPages } from "./pages/pages";
import { allRoutes } from "./routes/all-routes";
import { includable } from "./routes/includable";
import { Journal } from "./store/journal";
import { World } from "./store/world";
import { Sweeper } from "./acts/sweeper";

export type SandboxOptions = {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Where the world is kept. */
  dataDir: string;
  /** Decides every id: the same seed and the same requests give the same world. */
  seed?: string;
  /** `anywhere` lets webhooks leave this machine. */
  webhookTargets?: "loopback" | "anywhere";
  /** Where pages are reached, when that is not where requests come in. */
  origin?: string;
  clock?: Clock;
};

export type StripeSandbox = { url: string; clock: Clock; close: () => Promise<void> };

/** Starts the sandbox and resolves once it answers. Rejects with `EADDRINUSE` when the port is taken. */
export async function startStripeSandbox(options: SandboxOptions): Promise<StripeSandbox> {
  const { port = 4242, host = "127.0.0.1", dataDir, seed = "parley", webhookTargets = "loopback", origin } = options;
  const world = new World(seed);
  const journal = await Journal.open(dataDir, world);
  const offset = world.find("settings", "clock_offset_ms")?.value ?? 0;
  const clock = options.clock ?? createClock(Date.now, offset);
  const save = () => {
    const record = world.commit();
    if (record) journal.append(record);
  };
  forgetOldKeys(world, clock.nowMs());
  save();

  const courier = new Courier({ world, clock, save, anywhere: webhookTargets === "anywhere" });
  let url = origin ?? `http://${host}:${port}`;
  const sweeper = new Sweeper({ world, clock, origin: () => url, afterSweep: () => settle() });
  const settle = () => {
    save();
    courier.poke();
  };

  const api = new Api({ world, clock, routes: allRoutes, includable });
  const pages = createPages({ world, clock, sweeper, journal });
  const server = createListener({
    api: (request) => {
      sweeper.sweep();
      const reply = api.answer(request);
      settle();
      sweeper.arm();
      return reply;
    },
    page: async (request) => {
      sweeper.sweep();
      const answer = await pages(request);
      settle();
      sweeper.arm();
      return answer;
    },
    nextRequestId: () => world.nextId("req"),
    saved: () => journal.flushed(),
    origin,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  url = origin ?? `http://${host}:${(server.address() as AddressInfo).port}`;
  sweeper.sweep();
  sweeper.arm();
  courier.poke();

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    clock,
    close: async () => {
      sweeper.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await courier.close();
      save();
      await journal.close();
    },
  };
}
