import { z } from "zod";

const microsPerMtok = z.int().nonnegative().transform(BigInt);
const tokens = z.int().positive();

/** What an answer costs that was kept for the same question, of what it cost when it was made. */
const cacheHitPercent = z.int().min(0).max(100).default(0);

/** How a model counts, where its provider tells no figures: by one of OpenAI's encodings, or about. */
const tokenizer = z.enum(["about", "o200k_base", "cl100k_base"]).default("about");
export type Tokenizer = z.infer<typeof tokenizer>;

export const Price = z.strictObject({
  /** Names these numbers for ever: every charge points at it. New numbers need a new version. */
  version: z.string().min(1).max(100),
  inputMicrosPerMtok: microsPerMtok,
  cachedInputMicrosPerMtok: microsPerMtok,
  outputMicrosPerMtok: microsPerMtok,
  /** Of texts that are turned into vectors. */
  embeddingMicrosPerMtok: microsPerMtok.default(0n),
  cacheHitPercent,
  effectiveFrom: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
export type Price = z.infer<typeof Price>;

export const Model = z
  .strictObject({
    /** What the provider calls it. */
    id: z.string().min(1).max(100),
    label: z.string().min(1).max(40),
    class: z.enum(["standard", "advanced"]),
    default: z.boolean().default(false),
    contextTokens: tokens,
    maxOutputTokens: tokens,
    /** It can look at pictures. */
    vision: z.boolean().default(false),
    /** It takes a temperature; models that reason take none. */
    temperature: z.boolean().default(true),
    tokenizer,
    /** The id of the model that answers when this one is down. */
    fallback: z.string().min(1).max(100).optional(),
    price: Price,
  })
  .refine(({ contextTokens, maxOutputTokens }) => maxOutputTokens < contextTokens, {
    path: ["maxOutputTokens"],
    error: "must be smaller than contextTokens",
  });
export type Model = z.infer<typeof Model>;

/** A model that turns texts into vectors. Every plan opens it. */
export const EmbeddingModel = z.strictObject({
  id: z.string().min(1).max(100),
  /** Of one text. */
  contextTokens: tokens,
  tokenizer,
  price: z
    .strictObject({
      version: z.string().min(1).max(100),
      embeddingMicrosPerMtok: microsPerMtok,
      cacheHitPercent,
      effectiveFrom: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    })
    .transform((price) => ({
      ...price,
      inputMicrosPerMtok: 0n,
      cachedInputMicrosPerMtok: 0n,
      outputMicrosPerMtok: 0n,
    })),
});
export type EmbeddingModel = z.infer<typeof EmbeddingModel>;

/** The models on offer, as `models.json` or the file that MODELS_FILE names lists them. */
export const ModelsFile = z
  .strictObject({ models: z.array(Model).min(1), embeddings: z.array(EmbeddingModel).default([]) })
  .refine(({ models }) => models.filter((model) => model.default).length === 1, "exactly one model is the default")
  .refine((file) => unique(namedIn(file).map(({ id }) => id)), "each model id appears once")
  .refine((file) => unique(namedIn(file).map(({ price }) => price.version)), "each price version appears once")
  .refine(({ models }) => models.every(fallsBackWell(models)), "each fallback is another model of the list");
export type ModelsFile = z.infer<typeof ModelsFile>;

function namedIn({ models, embeddings }: { models: Model[]; embeddings: EmbeddingModel[] }): Priced[] {
  return [...models, ...embeddings];
}

/** What stands in the price book under one version. */
export type Priced = { id: string; price: Price };

function fallsBackWell(models: readonly Model[]) {
  return ({ id, fallback }: Model) =>
    fallback === undefined || (fallback !== id && models.some((other) => other.id === fallback));
}

function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
