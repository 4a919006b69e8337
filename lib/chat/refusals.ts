import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { SENDS, tooLong } from "@/lib/chat/drafts";
import type { Draft } from "@/lib/chat/queries/draft";
import type { Admission } from "@/lib/chat/queries/send";
import { retryAfterS } from "@/lib/limits/throttle";
import { AppError } from "@/lib/platform/errors";
import type { Allowance } from "@/lib/usage/schema";

/** Seconds after which one of several answers may well be over. */
const ANSWER_S = 5;

/** What stands in the way of a send, beside the plan and the allowance; nothing if only those do. */
export function obstacle(draft: Draft, found: Admission): AppError | undefined {
  const { model, ask } = draft;
  if (!found.hasConversation) return new AppError("not_found", "This conversation is not there any more.");
  if (!found.hasParent) return new AppError("not_found", "That message is not there any more.");
  if (found.isBusy) return new AppError("conflict", "An answer is still being written here. Please wait for its end.");
  if (!found.hasFiles) return aboutFiles("not_found", "One of these files is not there any more. Attach it again.");
  if (found.isBlind)
    return aboutFiles(
      "invalid_input",
      `${model.label} can not look at pictures. Choose another model, or leave them out.`,
    );
  if (found.excessTokens <= 0) return undefined;
  const hasFiles = "attachmentIds" in ask && ask.attachmentIds.length > 0;
  return hasFiles ? filesTooLong(draft, found.excessTokens) : tooLong(model);
}

/** The person sends faster than they may; nothing if not. */
export function haste({ isThrottled, milliTokens }: Admission): AppError | undefined {
  if (!isThrottled) return undefined;
  const waitS = retryAfterS(milliTokens, SENDS);
  const wait = waitS === 1 ? "1 second" : `${waitS} seconds`;
  const sentence = `That was a lot at once. Please wait ${wait} and send it again.`;
  return new AppError("too_many_requests", sentence, { retryAfterS: waitS });
}

/** What plan and allowance say against a send. */
export function shortage({ model }: Draft, found: Admission, { plan, resetsAt }: Allowance): AppError {
  const { name, grants } = PLANS[plan];
  if (!grants.modelClasses.includes(model.class))
    return new AppError("model_not_in_plan", `Your plan, ${name}, does not include ${model.label}. Upgrade to use it.`);
  if (found.isCrowded) {
    const sentence = `${grants.concurrentAnswers} answers are being written for you, as many as ${name} writes at once. Wait for one to end, or stop it.`;
    return new AppError("too_many_requests", sentence, { retryAfterS: ANSWER_S });
  }
  const day = resetsAt.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const ways = plan === "enterprise" ? "Buy credits" : "Upgrade or buy credits";
  return new AppError(
    "allowance_spent",
    `Your ${name} allowance is used up. It is renewed on ${day} (UTC). ${ways} to go on now.`,
  );
}

function filesTooLong({ model, ask }: Draft, excessTokens: number): AppError {
  const isTrimmed = "trimFiles" in ask && ask.trimFiles;
  const way = isTrimmed ? "Send fewer of them." : "Send fewer of them, or let only their beginning be read.";
  const about = excessTokens.toLocaleString("en-US");
  return aboutFiles(
    "context_too_long",
    `These files are too long for ${model.label}, by about ${about} tokens. ${way}`,
  );
}

function aboutFiles(code: "not_found" | "invalid_input" | "context_too_long", sentence: string): AppError {
  return new AppError(code, sentence, { fields: { attachmentIds: [sentence] } });
}
