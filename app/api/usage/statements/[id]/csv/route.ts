import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { savedFile } from "@/lib/http/saved-file";
import { requireUser } from "@/lib/http/visitor";
import { statementTable } from "@/lib/usage/statement-files";

type Context = { params: Promise<{ id: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (_request, { params }) => {
    const viewer = await requireUser();
    const { id } = await params;
    return savedFile(await statementTable(viewer, id), "text/csv; charset=utf-8");
  }),
});
