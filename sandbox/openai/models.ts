import { ApiError, modelNotFound } from "./errors";

export type Model = { id: string; kind: "chat" | "embedding"; contextTokens: number };

const CHAT_CONTEXT_TOKENS = 128_000;
const EMBEDDING_CONTEXT_TOKENS = 8_192;
const DEFAULT_MODELS = "parley-swift,parley-sage,parley-embed";

/** Names that apps carry by default, so that switching to the sandbox changes a URL and nothing else. */
const ALWAYS_ACCEPTED = ["gpt-5-mini", "gpt-5", "text-embedding-3-small"];

/** The models of a comma list, those always accepted added. A name that holds "embed" is an embedding model. */
export function modelsFrom(list = DEFAULT_MODELS): Model[] {
  const named = list.split(",").map((name) => name.trim());
  const ids = new Set([...named.filter((name) => name !== ""), ...ALWAYS_ACCEPTED]);
  return [...ids].map((id) =>
    id.includes("embed")
      ? { id, kind: "embedding", contextTokens: EMBEDDING_CONTEXT_TOKENS }
      : { id, kind: "chat", contextTokens: CHAT_CONTEXT_TOKENS },
  );
}

/** Throws `model_not_found`. */
export function requireModelNamed(models: readonly Model[], id: string): Model {
  const model = models.find((candidate) => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return model;
}

/** Throws `model_not_found`, or a 400 when the model is of the other kind. */
export function requireModel(models: readonly Model[], id: string, kind: Model["kind"]): Model {
  const model = requireModelNamed(models, id);
  if (model.kind !== kind) {
    throw new ApiError(400, `\`${id}\` is not a model for ${kind === "chat" ? "chat" : "embeddings"}.`, {
      param: "model",
      code: "unsupported_model",
    });
  }
  return model;
}

export function describeModel({ id }: Model) {
  return { id, object: "model", created: 1_767_225_600, owned_by: "sandbox" };
}
