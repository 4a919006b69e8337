import { endpoint } from "@/lib/http/endpoint";
import { readiness } from "@/lib/insights/readiness";

/** Ready: 200 when requests can be served, 503 while the database is away. Never a secret, never an address. */
export const GET = endpoint(async () => {
  const state = await readiness();
  return Response.json(state, { status: state.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
});
