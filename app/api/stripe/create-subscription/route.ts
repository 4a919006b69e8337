import { subscribeWithSavedCard } from "@/lib/billing/checkout-saved-card";
import { StartCheckout } from "@/lib/billing/schema";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { visitorLocale } from "@/lib/http/locale";
import { onlyMethods } from "@/lib/http/methods";
import { requireUser } from "@/lib/http/visitor";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const viewer = await requireUser();
    const wish = await parseBody(request, StartCheckout);
    return Response.json(await subscribeWithSavedCard(viewer, wish, { locale: await visitorLocale() }));
  }),
});
