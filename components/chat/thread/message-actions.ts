import type { Answer } from "@/components/chat/room/chat-actions";
import type { GiveFeedback } from "@/lib/chat/schema";

/** What one can do with messages; each is absent where it can not be done now. */
export type MessageActions = {
  /** Asks the last question again, after its answer went wrong. */
  onRetry?: (() => void) | undefined;
  /** A question in other words, as a branch of its own. */
  onEdit?: ((messageId: string, text: string) => void) | undefined;
  onRegenerate?: ((messageId: string) => void) | undefined;
  /** The rest of an answer that ended before its end. */
  onContinue?: ((messageId: string) => void) | undefined;
  onSelectBranch?: ((messageId: string) => void) | undefined;
  onFeedback?: ((input: GiveFeedback) => Promise<Answer>) | undefined;
};
