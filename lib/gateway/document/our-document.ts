import "server-only";
import { type ApiDocument, apiDocument } from "@/lib/gateway/document/api-document";
import type { ExampleModels } from "@/lib/gateway/document/operations";
import { env } from "@/lib/platform/env";
import { embeddingModels, modelsOnOffer } from "@/lib/usage/catalogue";

/** The document of this installation: its address, and examples with models that it has. */
export function ourApiDocument(): ApiDocument {
  return apiDocument({ appUrl: env.appUrl, models: exampleModels() });
}

/** The default model, and the first for vectors. */
export function exampleModels(): ExampleModels {
  const offered = modelsOnOffer();
  const chat = offered.find((model) => model.default) ?? offered[0];
  return { chat: chat?.id ?? "model", embedding: embeddingModels()[0]?.id ?? "model" };
}
