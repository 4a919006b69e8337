import { parseInput } from "@/lib/http/body";
import { csvResponse } from "@/lib/http/csv-response";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";
import { visitorZone } from "@/lib/http/zone";
import { receiptFile } from "@/lib/usage/receipts";
import { ReceiptFilter } from "@/lib/usage/schema";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  GET: endpoint(async (request) => {
    const viewer = await requireUser();
    const filter = parseInput(Object.fromEntries(new URL(request.url).searchParams), ReceiptFilter);
    return csvResponse(receiptFile(viewer.id, { filter, zone: await visitorZone() }));
  }),
});
