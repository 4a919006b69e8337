import { uploadFile } from "@/lib/chat/files/files";
import { DOCUMENT_LIMIT_BYTES } from "@/lib/chat/files/limits";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { readUpload } from "@/lib/http/upload";
import { requireUser } from "@/lib/http/visitor";
import { inTurn } from "@/lib/limits/turns";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const viewer = await requireUser();
    // A large file takes memory and the processor for a moment: nobody has several taken in at once.
    return inTurn(`upload:${viewer.id}`, async () => {
      const file = await readUpload(request, { limitBytes: DOCUMENT_LIMIT_BYTES });
      return Response.json(await uploadFile(viewer, file), { status: 201 });
    });
  }),
});
