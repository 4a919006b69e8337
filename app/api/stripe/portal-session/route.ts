import { openPortal } from "@/lib/billing/portal";
import { endpoint } from "@/lib/http/endpoint";
import { requireUser } from "@/lib/http/visitor";

export const POST = endpoint(async () => {
  const viewer = await requireUser();
  return Response.json(await openPortal(viewer));
});
