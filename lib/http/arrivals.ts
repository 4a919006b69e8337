import "server-only";
import { subscribe } from "node:diagnostics_channel";
import http, { IncomingMessage, type Server } from "node:http";

/** Node's own, told of each request before anybody sees it. Next hands its server, and a request's socket, to nobody. */
const REQUEST_BEGINS = "http.server.request.start";

type Arrival = { request: IncomingMessage; server: Server };

/** Tells of every request to a server of this process, before its listeners hear of it. */
export function onArrival(tell: (arrival: Arrival) => void): void {
  subscribe(REQUEST_BEGINS, (message) => {
    if (isArrival(message)) tell(message);
  });
}

function isArrival(message: unknown): message is Arrival {
  const isNamed = typeof message === "object" && message !== null && "request" in message && "server" in message;
  return isNamed && message.request instanceof IncomingMessage && message.server instanceof http.Server;
}
