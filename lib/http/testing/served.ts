import http from "node:http";
import type { AddressInfo } from "node:net";

type Handle = (message: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

/** For tests: a route of `pages/api`, behind an address of its own. It holds up no process that wants to end. */
export async function served(handle: Handle, path = "/") {
  const server = http.createServer((message, response) => void handle(message, response)).unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
