import { modelEntries } from "@/lib/gateway/models";
import { programEndpoint, programMethods } from "@/lib/http/program-endpoint";
import { planInForce } from "@/lib/usage/plan-in-force";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = programMethods({
  GET: programEndpoint("models", async (_request, { userId }) => {
    const plan = await planInForce(userId);
    return Response.json({ object: "list", data: modelEntries(plan) });
  }),
});
