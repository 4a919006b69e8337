import { completeChat } from "@/lib/gateway/chat-completions";
import { ChatCompletionRequest, UNSUPPORTED } from "@/lib/gateway/schema";
import { wantedMaxAgeS } from "@/lib/http/max-age";
import { parseProgramBody } from "@/lib/http/program-body";
import { programEndpoint, programMethods } from "@/lib/http/program-endpoint";

/** Pictures come within the body. */
const LIMIT_BYTES = 20 * 1024 * 1024;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = programMethods({
  POST: programEndpoint("chat", async (request, caller) => {
    const limits = { limitBytes: LIMIT_BYTES, unsupported: UNSUPPORTED };
    const asked = await parseProgramBody(request, ChatCompletionRequest, limits);
    const { headers, body } = await completeChat(caller, asked, {
      signal: request.signal,
      maxAgeS: wantedMaxAgeS(request.headers),
    });
    return new Response(body, { headers });
  }),
});
