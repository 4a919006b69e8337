import { openPortal } from "@/lib/billing/portal";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async () => {
    const viewer = await requireUser();
    return Response.json(await openPortal(viewer));
  }),
});
