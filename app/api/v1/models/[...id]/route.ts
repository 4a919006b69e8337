import { modelEntry } from "@/lib/gateway/models";
import { programEndpoint, programMethods } from "@/lib/http/program-endpoint";
import { planInForce } from "@/lib/usage/plan-in-force";

/** Some names of models have a slash in them. */
type Context = { params: Promise<{ id: string[] }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = programMethods<Context>({
  GET: programEndpoint<Context>("models", async (_request, { userId }, { params }) => {
    const [plan, { id }] = await Promise.all([planInForce(userId), params]);
    return Response.json(modelEntry(id.map(decodeURIComponent).join("/"), plan));
  }),
});
