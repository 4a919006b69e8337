/** What those above say when they speak of a call; where the words come from is this domain's own affair. */
export type { Turn } from "@/lib/adapters/llm/completion";
export type { InteractionFacts } from "@/lib/inference/queries/interactions";
