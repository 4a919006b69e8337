import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";
import { usageReport } from "@/lib/usage/overview";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: endpoint(async () => {
    const viewer = await requireUser();
    return Response.json(await usageReport(viewer.id));
  }),
});
