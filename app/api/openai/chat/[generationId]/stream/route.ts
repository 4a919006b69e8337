import { resumeAnswer } from "@/lib/chat/resume";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";
import { eventStream } from "@/lib/platform/event-stream";

type Context = { params: Promise<{ generationId: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (request, { params }) => {
    const viewer = await requireUser();
    const { generationId } = await params;
    const lastSeen = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("from");
    return eventStream(await resumeAnswer(viewer, generationId, lastSeen ?? undefined));
  }),
});
