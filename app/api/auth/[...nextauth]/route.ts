import { NextRequest } from "next/server";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireDatabase } from "@/lib/http/require-database";
import { handlers } from "@/lib/identity/auth";

function withDatabase(handle: (request: NextRequest) => Promise<Response>) {
  return endpoint(async (request) => {
    await requireDatabase();
    return handle(new NextRequest(request));
  });
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: withDatabase(handlers.GET),
  POST: withDatabase(handlers.POST),
});
