import "server-only";
import { PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { modelNotFound } from "@/lib/gateway/failures";
import type { ModelEntry } from "@/lib/gateway/schema";
import { SECOND_MS } from "@/lib/platform/clock";
import { embeddingModels, modelsOnOffer } from "@/lib/usage/catalogue";
import type { EmbeddingModel, Model, Priced } from "@/lib/usage/models-file";

/** What a plan's keys may ask for, the default first. */
export function modelEntries(plan: PlanId): ModelEntry[] {
  const chat = modelsOnOffer().filter((model) => isOpen(model, plan));
  return [...chat.toSorted((a, b) => Number(b.default) - Number(a.default)), ...embeddingModels()].map(entryOf);
}

/** @throws ProgramError 404 for a model that is not there, or that the plan does not open. */
export function modelEntry(id: string, plan: PlanId): ModelEntry {
  const entry = modelEntries(plan).find((candidate) => candidate.id === id);
  if (!entry) throw modelNotFound(id);
  return entry;
}

/** @throws ProgramError 404 for a model that is not there. */
export function chatModel(id: string): Model {
  const model = modelsOnOffer().find((candidate) => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return model;
}

/** @throws ProgramError 404 for a model that the plan does not open. */
export function requireOpen(model: Model, plan: PlanId): void {
  if (!isOpen(model, plan)) throw modelNotFound(model.id);
}

/** @throws ProgramError 404 for what is no model for embeddings. */
export function embeddingModel(id: string): EmbeddingModel {
  const model = embeddingModels().find((candidate) => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return model;
}

function isOpen(model: Model, plan: PlanId): boolean {
  return PLANS[plan].grants.modelClasses.includes(model.class);
}

function entryOf({ id, price }: Priced): ModelEntry {
  return { id, object: "model", created: Math.floor(price.effectiveFrom.getTime() / SECOND_MS), owned_by: "parley" };
}
