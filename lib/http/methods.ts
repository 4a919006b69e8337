import "server-only";
import { endpoint, type Handler } from "@/lib/http/endpoint";
import type { Incoming } from "@/lib/http/incoming";
import { AppError } from "@/lib/platform/errors";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Handlers<Context, Asked extends Incoming> = Record<Method, Handler<Context, Asked>>;

/**
 * All exports of a route that takes only some methods: the others answer 405 with the error body and the `Allow` that
 * RFC 9110 (15.5.6) asks for; Next alone would send an empty one. Next makes HEAD of GET by itself.
 */
export function onlyMethods<Context = unknown, Asked extends Incoming = Incoming>(
  taken: Partial<Handlers<Context, Asked>>,
): Handlers<Context, Asked> {
  const allow = METHODS.filter((method) => taken[method] !== undefined)
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .concat("OPTIONS")
    .join(", ");
  const refuse = withAllow(
    endpoint(async () => {
      throw new AppError("method_not_allowed");
    }),
    allow,
  );
  const tell = withAllow(
    endpoint(async () => new Response(null, { status: 204 })),
    allow,
  );
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: tell, ...taken };
}

function withAllow(handle: Handler<unknown>, allow: string): Handler<unknown> {
  return async (request, context) => {
    const response = await handle(request, context);
    response.headers.set("allow", allow);
    return response;
  };
}
