import "server-only";
import { failureOf } from "@/lib/http/failure";
import type { Incoming } from "@/lib/http/incoming";
import { refuseOtherSites } from "@/lib/http/same-site";
import { errorBody } from "@/lib/platform/errors";
import { withRequest } from "@/lib/platform/request-context";

export type Handler<Context, Asked extends Incoming = Incoming> = (
  request: Asked,
  context: Context,
) => Promise<Response>;

/** Turns whatever a handler throws into the one error body the API has, and gives every answer its request id. */
export function endpoint<Context = unknown, Asked extends Incoming = Incoming>(
  handle: Handler<Context, Asked>,
): Handler<Context, Asked> {
  return (request, context) =>
    withRequest(request.headers, async (requestId) => {
      const response = await answer(handle, { request, context, requestId });
      response.headers.set("x-request-id", requestId);
      // Answers are somebody's own, or of this moment: no cache between may keep one unless the route says so.
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      return response;
    });
}

type Call<Context, Asked> = { request: Asked; context: Context; requestId: string };

async function answer<Context, Asked extends Incoming>(
  handle: Handler<Context, Asked>,
  { request, context, requestId }: Call<Context, Asked>,
) {
  try {
    refuseOtherSites(request);
    return await handle(request, context);
  } catch (thrown) {
    const { method, url } = request;
    const error = failureOf(thrown, "request.failed", { method, path: new URL(url).pathname });
    const headers = error.retryAfterS === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterS)) };
    return Response.json(errorBody(error, requestId), { status: error.status, headers });
  }
}
