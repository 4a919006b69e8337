import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock, type Clock } from "./clock";
import { Courier } from "./delivery/courier";
import { FaultyApi } from "./faults/faulty-api";
import { faultyPages } from "./faults/faulty-pages";
import { Api } from "./http/api";
import { forgetOldKeys } from "./http/idempotency";
import { createListener, type Handlers } from "./http/listener";
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
  /** Takes in what is kept, instead of a new one; its own seed counts then. */
  world?: World;
};

export type StripeSandbox = { url: string; clock: Clock; close: () => Promise<void> };

/** Starts the sandbox and resolves once it answers. Rejects with `EADDRINUSE` when the port is taken. */
export async function startStripeSandbox(options: SandboxOptions): Promise<StripeSandbox> {
  const { port = 4242, host = "127.0.0.1", origin } = options;
  let ready: (handlers: Handlers) => void = () => {};
  const server = createListener(new Promise((resolve) => (ready = resolve)));
  // The port first: whoever holds it also writes the world's journal, and two must not.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  try {
    const { handlers, clock, close } = await openParts(options, origin ?? url);
    ready(handlers);
    return { url, clock, close: () => stopServer(server).then(close) };
  } catch (error) {
    await stopServer(server);
    throw error;
  }
}

type Parts = { handlers: Handlers; clock: Clock; close: () => Promise<void> };

async function openParts(options: SandboxOptions, url: string): Promise<Parts> {
  const { dataDir, seed = "parley", webhookTargets = "loopback", origin } = options;
  const world = options.world ?? new World(seed);
  const journal = await Journal.open(dataDir, world);
  const clock = options.clock ?? createClock(Date.now, world.find("settings", "clock_offset_ms")?.value ?? 0);
  const save = () => {
    const record = world.commit();
    if (record) journal.append(record);
  };
  forgetOldKeys(world, clock.nowMs());
  const courier = new Courier({ world, clock, save, anywhere: webhookTargets === "anywhere" });
  const settle = () => {
    save();
    courier.poke();
  };
  const sweeper = new Sweeper({ world, clock, origin: () => url, save, afterSweep: settle });
  const api = new FaultyApi({ api: new Api({ world, clock, routes: allRoutes, includable }), world });
  const pages = faultyPages(createPages({ world, clock, sweeper, journal }), { world, save });
  const finish = () => {
    settle();
    sweeper.arm();
  };
  sweeper.sweep();
  finish();

  const handlers: Handlers = {
    api: (request) => {
      sweeper.sweep();
      const reply = api.answer(request);
      finish();
      return reply;
    },
    page: async (request) => {
      sweeper.sweep();
      const answer = await pages(request);
      finish();
      return answer;
    },
    nextRequestId: () => world.nextId("req"),
    saved: () => journal.flushed(),
    origin,
  };
  const close = async () => {
    clock.close();
    sweeper.close();
    await courier.close();
    save();
    await journal.close();
  };
  return { handlers, clock, close };
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
