import { ChatRequest } from "@/lib/chat/chat-request";
import type { ChatRequest as Asked } from "@/lib/chat/schema";
import { sendMessage } from "@/lib/chat/send";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { FramesResponse, socketRoute } from "@/lib/http/socket-route";
import { withLikelyUser } from "@/lib/http/visitor";
import { EVENT_STREAM_HEADERS } from "@/lib/platform/event-stream";

/** A temporary chat brings along all that was said in it. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/** Next leaves the body, and the answer's end, to us. */
export const config = { api: { bodyParser: false, externalResolver: true, responseLimit: false } };

export default socketRoute(
  "/api/openai/chat",
  onlyMethods({
    POST: endpoint((request) => {
      // Read once, however often it is asked who sends it.
      let body: Promise<Asked> | undefined;
      const asked = () => (body ??= parseBody(request, ChatRequest, { limitBytes: LIMIT_BYTES }));
      return withLikelyUser({ header: request.headers.get("cookie") }, async (visitor) => {
        const { frames } = await sendMessage(visitor, await asked());
        return new FramesResponse(frames, EVENT_STREAM_HEADERS);
      });
    }),
  }),
);
