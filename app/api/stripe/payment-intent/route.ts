import { CreditWish } from "@/lib/billing/packs/schema";
import { openPayment } from "@/lib/billing/packs/selling";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { visitorLocale } from "@/lib/http/locale";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const viewer = await requireUser();
    const wish = await parseBody(request, CreditWish);
    return Response.json(await openPayment(viewer, wish, { locale: await visitorLocale() }));
  }),
});
