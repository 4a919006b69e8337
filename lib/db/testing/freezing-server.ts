import net from "node:net";

type FreezingServer = {
  /** The address of the database behind it, by way of it. */
  url: string;
  /** From now on bytes go nowhere, and nobody is told: connections stay, and new ones are taken. */
  freeze(): void;
  /** Bytes pass again on new connections; the frozen ones are cut, as by a server that was ended. */
  thaw(): void;
  stop(): Promise<void>;
};

/** Stands before a real database and can stop answering without closing anything. */
export async function freezingServer(databaseUrl: string): Promise<FreezingServer> {
  const real = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let isFrozen = false;
  const server = net.createServer((outside) => {
    const inside = net.connect(Number(real.port), real.hostname);
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => void (isFrozen || to.write(bytes)));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    freeze: () => void (isFrozen = true),
    thaw: () => {
      isFrozen = false;
      cut();
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
