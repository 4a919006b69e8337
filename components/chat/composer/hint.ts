export type Situation = {
  length: number;
  messageLimit: number;
  isAnswering: boolean;
  isOnline: boolean;
  /** Nothing of it is kept anywhere but on the page. */
  isTemporary?: boolean;
  locale: string;
  /** What was sent was not heard of for long. */
  isSlow?: boolean;
  /** The connection broke, and we are trying to listen on. */
  isLost?: boolean;
  stopFailed?: boolean;
  uploads?: number;
  files?: number;
  /** The model that is chosen, where it can not look at the pictures that are attached. */
  blindModel?: string | undefined;
  estimate?: string | undefined;
};

/** From this share of the limit on one is told how much is left. */
const NEARLY_FULL = 0.9;
const CALM = "Answers can be wrong. Check what matters.";

/** The one thing worth knowing below the field right now. */
export function hintOf(situation: Situation): string {
  return connectionHint(situation) ?? messageHint(situation) ?? sendingHint(situation) ?? CALM;
}

function connectionHint(situation: Situation): string | undefined {
  const { isOnline, isTemporary = false, isSlow = false, isLost = false, stopFailed = false } = situation;
  if (!isOnline) return `You are offline. What you write is kept ${isTemporary ? "on this page" : "on this device"}.`;
  if (isSlow) return "Still trying…";
  if (isLost) return "Reconnecting…";
  return stopFailed ? "The answer could not be stopped. Please try again." : undefined;
}

function messageHint({ length, messageLimit, locale }: Situation): string | undefined {
  const left = messageLimit - length;
  if (left < 0) return `Too long by ${(-left).toLocaleString(locale)} characters.`;
  return length > messageLimit * NEARLY_FULL ? `${left.toLocaleString(locale)} characters left.` : undefined;
}

function sendingHint({ length, isAnswering, uploads = 0, files = 0, blindModel, estimate }: Situation) {
  if (blindModel) return `${blindModel} can not look at pictures. Choose another model, or take them out.`;
  if (uploads > 0) return "You can send this when the files have arrived.";
  if (files > 0 && length === 0) return "Say what you would like to know about it.";
  if (isAnswering && length > 0) return "This is sent when the answer is complete.";
  return length > 0 ? estimate : undefined;
}

/** Whether what is written may go out, or into the queue. */
export function canSend(situation: Situation & { isBlank: boolean; hasModel: boolean }): boolean {
  const { isBlank, hasModel, length, messageLimit, isOnline, uploads = 0, blindModel } = situation;
  const isSendable = !isBlank && length <= messageLimit;
  return isSendable && isOnline && hasModel && uploads === 0 && blindModel === undefined;
}
