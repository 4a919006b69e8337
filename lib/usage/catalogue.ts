import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { PLAN_IDS, PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { type EmbeddingModel, type Model, ModelsFile, type Priced } from "@/lib/usage/models-file";
import { insertPrices, type PriceRow } from "@/lib/usage/queries/prices";
import type { ModelOption } from "@/lib/usage/schema";
import standardModels from "@/models.json";

const { models: offered, embeddings } = readModels(env.modelsFile);

/** What the picker lists, the default first. */
export function models(): ModelOption[] {
  return offered.toSorted((a, b) => Number(b.default) - Number(a.default)).map(optionOf);
}

function optionOf(model: Model): ModelOption {
  const { id, label, vision, contextTokens, maxOutputTokens, price } = model;
  return {
    id,
    label,
    class: model.class,
    isDefault: model.default,
    plan: planFor(model),
    vision,
    hasTemperature: model.temperature,
    contextTokens,
    maxOutputTokens,
    inputMicrosPerMtok: price.inputMicrosPerMtok,
    outputMicrosPerMtok: price.outputMicrosPerMtok,
  };
}

/** What a model is called; one that is no longer on offer by its id. */
export function modelName(id: string): string {
  return offered.find((model) => model.id === id)?.label ?? id;
}

/**
 * The model of that id; without one, the default.
 * @throws AppError `invalid_input` for a name that is not on offer.
 */
export function modelById(id: string | undefined): Model {
  const model = offered.find((candidate) => (id === undefined ? candidate.default : candidate.id === id));
  if (!model) throw new AppError("invalid_input", undefined, { fields: { model: ["There is no such model."] } });
  return model;
}

/** The chat models with all that is said of them, in the order of the list. */
export function modelsOnOffer(): readonly Model[] {
  return offered;
}

/** The models that turn texts into vectors. */
export function embeddingModels(): readonly EmbeddingModel[] {
  return embeddings;
}

/**
 * The smallest plan that opens a model.
 * @throws Error for a class that no plan includes.
 */
export function planFor({ class: modelClass }: Pick<Model, "class">): PlanId {
  const plan = PLAN_IDS.find((id) => PLANS[id].grants.modelClasses.includes(modelClass));
  if (plan === undefined) throw new Error(`No plan includes the model class ${modelClass}`);
  return plan;
}

/**
 * Reads and checks the list of models.
 * @throws Error that says what is wrong with the file, by path.
 */
export function readModels(file: string | undefined): ModelsFile {
  const content: unknown =
    file === undefined ? standardModels : JSON.parse(readFileSync(/* turbopackIgnore: true */ file, "utf8"));
  const parsed = ModelsFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`${file ?? "models.json"} is not a list of models:\n${z.prettifyError(parsed.error)}`);
}

/**
 * Writes the prices into the price book, at start-up. A version that stands there is never changed, because charges
 * point at it.
 * @throws Error that names a version whose numbers in the file are not those in the book.
 */
export async function recordPrices(list: readonly Priced[] = [...offered, ...embeddings]): Promise<void> {
  const book = new Map((await insertPrices(list)).map((row) => [row.version, row]));
  const changed = list.filter((model) => !matches(model, book.get(model.price.version)));
  if (changed.length === 0) return;
  const versions = changed.map(({ price }) => price.version).join(", ");
  throw new Error(
    `These price versions were recorded with other numbers; give the new price a new version: ${versions}`,
  );
}

function matches({ id, price }: Priced, row: PriceRow | undefined): boolean {
  return (
    row !== undefined &&
    row.model === id &&
    row.inputMicrosPerMtok === price.inputMicrosPerMtok &&
    row.cachedInputMicrosPerMtok === price.cachedInputMicrosPerMtok &&
    row.outputMicrosPerMtok === price.outputMicrosPerMtok &&
    row.embeddingMicrosPerMtok === price.embeddingMicrosPerMtok &&
    row.cacheHitPercent === price.cacheHitPercent &&
    row.effectiveFrom.getTime() === price.effectiveFrom.getTime()
  );
}
