import { endpoint } from "@/lib/http/endpoint";
import { visitorLocale } from "@/lib/http/locale";
import { onlyMethods } from "@/lib/http/methods";
import { savedFile } from "@/lib/http/saved-file";
import { requireUser } from "@/lib/http/visitor";
import { visitorZone } from "@/lib/http/zone";
import { statementPaper } from "@/lib/usage/statement-files";

type Context = { params: Promise<{ id: string }> };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods<Context>({
  GET: endpoint<Context>(async (_request, { params }) => {
    const viewer = await requireUser();
    const [{ id }, locale, zone] = await Promise.all([params, visitorLocale(), visitorZone()]);
    return savedFile(await statementPaper(viewer, id, { locale, zone }), "application/pdf");
  }),
});
