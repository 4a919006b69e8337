import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { csvResponse } from "@/lib/http/csv-response";
import { requireAdmin, requireUser } from "@/lib/http/visitor";
import { exportTable } from "@/lib/insights/export";

type Context = { params: Promise<{ table: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (_request, { params }) => {
    const admin = await requireAdmin(requireUser);
    return csvResponse(await exportTable(admin, (await params).table));
  }),
});
