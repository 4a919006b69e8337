import "server-only";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { onArrival } from "@/lib/http/arrivals";
import { PLAIN_HEADERS } from "@/lib/http/security-headers";
import { log } from "@/lib/platform/log";

/** Answers a request whose socket it is given. */
export type SocketHandler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

// Each route is bundled apart from what opens the door.
const kept = globalThis as { parleySocketRoutes?: Map<string, SocketHandler> };
const routes = (kept.parleySocketRoutes ??= new Map<string, SocketHandler>());

/** For a route that is loaded: from now on the door leads to it. `path`: the whole of it, as it stands in a request. */
export function nameRoute(path: string, handle: SocketHandler): void {
  routes.set(path, handle);
}

/**
 * From now on what is asked of a named route goes to it, before Next looks for whose it is: that takes longer than all
 * that such a route does before its first question to the database. Whatever else comes, and the first request of each
 * route, which loads it, goes Next's way.
 */
export function openFrontDoor(): void {
  const opened = new WeakSet<Server>();
  onArrival(({ server }) => {
    if (opened.has(server)) return;
    opened.add(server);
    standBefore(server);
  });
}

function standBefore(server: Server): void {
  const others = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (message, response) => {
    const handle = routes.get(pathOf(message));
    if (handle === undefined) for (const other of others) other.call(server, message, response);
    else void answer(handle, message, response);
  });
}

async function answer(handle: SocketHandler, message: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of PLAIN_HEADERS) response.setHeader(name, value);
  try {
    await handle(message, response);
  } catch (error) {
    // Routes make an answer of whatever they throw: this is a defect of ours, or a socket that broke.
    log.error("request.not_answered", error, { path: pathOf(message) });
    response.destroy();
  }
}

function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}
