import { embed } from "@/lib/gateway/embeddings";
import { EmbeddingRequest, UNSUPPORTED } from "@/lib/gateway/schema";
import { wantedMaxAgeS } from "@/lib/http/max-age";
import { parseProgramBody } from "@/lib/http/program-body";
import { programEndpoint, programMethods } from "@/lib/http/program-endpoint";

const LIMIT_BYTES = 4 * 1024 * 1024;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = programMethods({
  POST: programEndpoint("embeddings", async (request, caller) => {
    const asked = await parseProgramBody(request, EmbeddingRequest, {
      limitBytes: LIMIT_BYTES,
      unsupported: UNSUPPORTED,
    });
    const { headers, body } = await embed(caller, asked, {
      signal: request.signal,
      maxAgeS: wantedMaxAgeS(request.headers),
    });
    return new Response(body, { headers });
  }),
});
