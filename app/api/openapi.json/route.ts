import { ourApiDocument } from "@/lib/gateway/document/our-document";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: endpoint(async () => Response.json(ourApiDocument(), { headers: { "cache-control": "public, max-age=300" } })),
});
