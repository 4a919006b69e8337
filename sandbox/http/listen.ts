import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export type Running = { url: string; close(): Promise<void> };
type Options = { port: number; host: string; brokenRequestBody: string };

/**
 * Serves until closed. Port 0 takes a free one.
 *
 * Node answers bytes that are no HTTP with an empty 400, so those, and the
 * methods it gives no response for, get `brokenRequestBody` (JSON) instead.
 * Rejects with the system's error (`EADDRINUSE`) when it can not listen.
 */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { port, host, brokenRequestBody }: Options,
): Promise<Running> {
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 30_000 }, handle);
  server.on("clientError", (_error, socket) => refuse(socket, "400 Bad Request", brokenRequestBody));
  server.on("connect", (_request, socket) => refuse(socket, "405 Method Not Allowed", brokenRequestBody));
  server.on("checkExpectation", handle);

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return { url: `http://${host}:${boundPort(server)}`, close: () => closeNow(server) };
}

function refuse(socket: Duplex, status: string, body: string) {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}

function boundPort(server: Server) {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/** Open streams are cut: whoever closes the sandbox wants it gone. */
function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
