import { tokensCostMicros } from "@/lib/platform/money";
import type { Price } from "@/lib/usage/models-file";
import type { TokenUse } from "@/lib/usage/schema";

/** What a call costs. Each kind of token is rounded up by itself, as a receipt would list them. */
export function costMicros(use: TokenUse, price: Price): bigint {
  return (
    tokensCostMicros(use.inputTokens - use.cachedInputTokens, price.inputMicrosPerMtok) +
    tokensCostMicros(use.cachedInputTokens, price.cachedInputMicrosPerMtok) +
    tokensCostMicros(use.outputTokens, price.outputMicrosPerMtok) +
    tokensCostMicros(use.embeddingTokens ?? 0, price.embeddingMicrosPerMtok)
  );
}
