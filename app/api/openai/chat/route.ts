import { ChatRequest } from "@/lib/chat/chat-request";
import { sendMessage } from "@/lib/chat/send";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";
import { eventStream } from "@/lib/platform/event-stream";

/** A temporary chat brings along all that was said in it. */
const LIMIT_BYTES = 4 * 1024 * 1024;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const viewer = await requireUser();
    const asked = await parseBody(request, ChatRequest, { limitBytes: LIMIT_BYTES });
    const { frames } = await sendMessage(viewer, asked);
    return eventStream(frames);
  }),
});
