import "server-only";
import type { Viewer } from "@/lib/identity/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { modelName } from "@/lib/usage/catalogue";
import { statementCsv } from "@/lib/usage/statement-csv";
import { statementNumber, statementPdf } from "@/lib/usage/statement-pdf";
import { statementOf } from "@/lib/usage/statements";

type Where = { locale: string; zone: string };

/** A statement as a PDF. @throws AppError `not_found` for what is no cycle of theirs. */
export async function statementPaper(viewer: Viewer, id: string, where: Where, now: Clock = clockNow) {
  const statement = await statementOf(viewer.id, id, now);
  const content = await statementPdf({ statement, email: viewer.email, ...where, issuedAt: now(), modelName });
  return { name: `parley-statement-${statementNumber(statement)}.pdf`, content };
}

/** The same as a table. @throws AppError `not_found` for what is no cycle of theirs. */
export async function statementTable({ id: userId }: Pick<Viewer, "id">, id: string, now: Clock = clockNow) {
  const statement = await statementOf(userId, id, now);
  return { name: `parley-statement-${statementNumber(statement)}.csv`, content: statementCsv(statement) };
}
