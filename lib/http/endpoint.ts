import "server-only";
import { isDatabaseAway } from "@/lib/db/client";
import { refuseOtherSites } from "@/lib/http/same-site";
import { AppError, asAppError, errorBody } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { withRequest } from "@/lib/platform/request-context";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Turns whatever a handler throws into the one error body the API has, and gives every answer its request id. */
export function endpoint<Context = unknown>(handle: Handler<Context>): Handler<Context> {
  return (request, context) =>
    withRequest(request.headers, async (requestId) => {
      const response = await answer(handle, { request, context, requestId });
      response.headers.set("x-request-id", requestId);
      // Answers are somebody's own, or of this moment: no cache between may keep one unless the route says so.
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      return response;
    });
}

type Call<Context> = { request: Request; context: Context; requestId: string };

async function answer<Context>(handle: Handler<Context>, { request, context, requestId }: Call<Context>) {
  try {
    refuseOtherSites(request);
    return await handle(request, context);
  } catch (thrown) {
    const error = isDatabaseAway(thrown)
      ? new AppError("database_down", undefined, { cause: thrown })
      : asAppError(thrown);
    if (error.status >= 500) {
      log.error("request.failed", thrown, { method: request.method, path: new URL(request.url).pathname });
    }
    const headers = error.retryAfterS === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterS)) };
    return Response.json(errorBody(error, requestId), { status: error.status, headers });
  }
}
