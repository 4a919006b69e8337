import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";

/** Alive: the process answers. A balancer that restarts processes asks this. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: endpoint(async () => Response.json({ status: "ok" })),
});
