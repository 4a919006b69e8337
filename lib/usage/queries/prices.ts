import "server-only";
import { db, type Prisma } from "@/lib/db/client";
import type { Priced } from "@/lib/usage/models-file";

export type PriceRow = Prisma.ModelPriceGetPayload<object>;

/** Adds the versions that are new, and returns every one of the list as the book has it. */
export async function insertPrices(models: readonly Priced[]): Promise<PriceRow[]> {
  await db.modelPrice.createMany({
    data: models.map(({ id, price }) => ({ model: id, ...price })),
    skipDuplicates: true,
  });
  return db.modelPrice.findMany({ where: { version: { in: models.map(({ price }) => price.version) } } });
}
