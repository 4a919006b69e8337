import "server-only";
import type { IncomingMessage } from "node:http";
import { nameRoute, type SocketHandler } from "@/lib/http/front-door";
import { type Incoming, incomingOf } from "@/lib/http/incoming";
import { type FrameSource, sendFrames } from "@/lib/platform/event-stream";

type Handle = (request: Incoming, context: undefined) => Promise<Response>;
type Handlers = Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", Handle>;

/** A head, and the source of what follows it. Only {@link socketRoute} can send it. */
export class FramesResponse extends Response {
  readonly source: FrameSource;

  constructor(source: FrameSource, headers: Record<string, string>) {
    super(null, { headers });
    this.source = source;
  }
}

/**
 * A route of `pages/api`, for answers that come in many pieces: they are written to the socket itself. The web streams
 * between a route of `app/` and its socket cost more than all the rest of a piece. In all else it answers as those do.
 * `path` is its own, where {@link nameRoute} leads to it.
 */
export function socketRoute(path: string, handlers: Handlers): SocketHandler {
  const handle: SocketHandler = async (message, response) => {
    const answer = await handlers[methodOf(message, handlers)](incomingOf(message, response), undefined);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer instanceof FramesResponse) sendFrames(response, answer.source);
    else response.end(Buffer.from(await answer.arrayBuffer()));
  };
  nameRoute(path, handle);
  return handle;
}

/** Whatever is no method of a route is refused as GET is. */
function methodOf({ method = "GET" }: IncomingMessage, handlers: Handlers): keyof Handlers {
  return Object.hasOwn(handlers, method) ? (method as keyof Handlers) : "GET";
}
