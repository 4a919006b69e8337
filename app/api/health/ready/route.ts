import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { readiness } from "@/lib/insights/readiness";

/** Ready: 200 when requests can be served, 503 while the database is away. Never a secret, never an address. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: endpoint(async () => {
    const state = await readiness();
    return Response.json(state, { status: state.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
  }),
});
