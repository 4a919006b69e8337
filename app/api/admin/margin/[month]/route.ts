import { parseInput } from "@/lib/http/body";
import { csvResponse } from "@/lib/http/csv-response";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireAdmin, requireUser } from "@/lib/http/visitor";
import { marginFile } from "@/lib/insights/margin-export";
import { MonthName } from "@/lib/insights/schema";

type Context = { params: Promise<{ month: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (_request, { params }) => {
    const admin = await requireAdmin(requireUser);
    const month = parseInput((await params).month, MonthName);
    return csvResponse(await marginFile(admin, { month }));
  }),
});
