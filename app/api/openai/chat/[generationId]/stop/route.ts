import { StopGeneration } from "@/lib/chat/schema";
import { stopGeneration } from "@/lib/chat/stop";
import { parseOptionalBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

type Context = { params: Promise<{ generationId: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  POST: endpoint<Context>(async (request, { params }) => {
    const viewer = await requireUser();
    const { generationId } = await params;
    const seen = await parseOptionalBody(request, StopGeneration);
    return Response.json(await stopGeneration(viewer, generationId, seen));
  }),
});
