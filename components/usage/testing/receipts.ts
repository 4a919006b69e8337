import type { ReceiptView } from "@/lib/usage/schema";

/** An answer of the chat, for tests. */
export function aReceipt(changes: Partial<ReceiptView> = {}): ReceiptView {
  return {
    id: "01930000-0000-7000-8000-000000000001",
    at: new Date("2026-11-21T23:05:00Z"),
    origin: "chat",
    model: "parley-swift",
    key: null,
    inputTokens: 1_200,
    cachedInputTokens: 0,
    outputTokens: 300,
    reasoningTokens: 0,
    embeddingTokens: 0,
    imageTokens: 0,
    estimated: false,
    chargedMicros: 900n,
    overrunMicros: 0n,
    ...changes,
  };
}
