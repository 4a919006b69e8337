import { deleteFile, openFile } from "@/lib/chat/files/files";
import { fileResponse } from "@/lib/http/download";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

type Context = { params: Promise<{ id: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (request, { params }) => {
    const viewer = await requireUser();
    return fileResponse(request, await openFile(viewer, (await params).id));
  }),
  DELETE: endpoint<Context>(async (_request, { params }) => {
    const viewer = await requireUser();
    await deleteFile(viewer, (await params).id);
    return new Response(null, { status: 204 });
  }),
});
