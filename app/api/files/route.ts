import { uploadFile } from "@/lib/chat/files/files";
import { DOCUMENT_LIMIT_BYTES } from "@/lib/chat/files/limits";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { readUpload } from "@/lib/http/upload";
import { requireUser } from "@/lib/http/visitor";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const viewer = await requireUser();
    const file = await readUpload(request, { limitBytes: DOCUMENT_LIMIT_BYTES });
    return Response.json(await uploadFile(viewer, file), { status: 201 });
  }),
});
