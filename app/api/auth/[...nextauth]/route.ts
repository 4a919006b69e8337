import { NextRequest } from "next/server";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireDatabase } from "@/lib/http/require-database";
import { handlers } from "@/lib/identity/auth";

function withDatabase(handle: (request: NextRequest) => Promise<Response>) {
  return endpoint<unknown, Request>(async (request) => {
    await requireDatabase();
    const response = await handle(new NextRequest(request));
    // Its redirects are immutable, and every answer gets our request id.
    return new Response(response.body, response);
  });
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<unknown, Request>({
  GET: withDatabase(handlers.GET),
  POST: withDatabase(handlers.POST),
});
