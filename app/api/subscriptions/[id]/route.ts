import { findSubscription } from "@/lib/billing/subscription";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

type Context = { params: Promise<{ id: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (_request, { params }) => {
    const viewer = await requireUser();
    const { id } = await params;
    return Response.json(await findSubscription(viewer, id));
  }),
});
