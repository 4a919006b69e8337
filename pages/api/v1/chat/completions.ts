import { completeChat } from "@/lib/gateway/chat-completions";
import { ChatCompletionRequest, type ChatCompletionRequest as Asked, UNSUPPORTED } from "@/lib/gateway/schema";
import { wantedMaxAgeS } from "@/lib/http/max-age";
import { parseProgramBody } from "@/lib/http/program-body";
import { likelyProgramEndpoint, programMethods } from "@/lib/http/program-endpoint";
import { FramesResponse, socketRoute } from "@/lib/http/socket-route";

/** Pictures come within the body. */
const LIMITS = { limitBytes: 20 * 1024 * 1024, unsupported: UNSUPPORTED };

/** Next leaves the body, and the answer's end, to us. */
export const config = { api: { bodyParser: false, externalResolver: true, responseLimit: false } };

export default socketRoute(
  "/api/v1/chat/completions",
  programMethods({
    POST: likelyProgramEndpoint("chat", (request) => {
      let parsed: Promise<Asked> | undefined;
      const asked = () => (parsed ??= parseProgramBody(request, ChatCompletionRequest, LIMITS));
      return async (caller) => {
        const { headers, body } = await completeChat(caller, await asked(), {
          signal: request.signal,
          maxAgeS: wantedMaxAgeS(request.headers),
        });
        return typeof body === "string" ? new Response(body, { headers }) : new FramesResponse(body, headers);
      };
    }),
  }),
);
