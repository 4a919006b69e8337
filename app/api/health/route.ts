import { endpoint } from "@/lib/http/endpoint";

/** Alive: the process answers. A balancer that restarts processes asks this. */
export const GET = endpoint(async () => Response.json({ status: "ok" }));
