import "server-only";
import { type Grants, PLANS } from "@/lib/billing/plans";
import { tooLong } from "@/lib/chat/drafts";
import type { Draft } from "@/lib/chat/queries/draft";
import type { Admission } from "@/lib/chat/queries/send";
import { retryAfterS } from "@/lib/limits/throttle";
import { AppError } from "@/lib/platform/errors";
import { ceilingReached } from "@/lib/usage/ceilings";
import { bucketOf } from "@/lib/usage/pace";
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
export function haste({ isThrottled, milliTokens, perMinute }: Admission): AppError | undefined {
  if (!isThrottled) return undefined;
  const waitS = retryAfterS(milliTokens, bucketOf(perMinute));
  const wait = waitS === 1 ? "1 second" : `${waitS} seconds`;
  const sentence = `That was a lot at once. Please wait ${wait} and send it again.`;
  return new AppError("too_many_requests", sentence, { retryAfterS: waitS });
}

type Purse = { allowance: Allowance; moment: Date };

/** What plan, allowance and ceilings say against a send. */
export function shortage({ model, rules }: Draft, found: Admission, { allowance, moment }: Purse): AppError {
  const { name, grants } = rules.plans[allowance.plan];
  if (!grants.modelClasses.includes(model.class))
    return new AppError("model_not_in_plan", `Your plan, ${name}, does not include ${model.label}. Upgrade to use it.`);
  if (found.isCrowded) {
    const sentence = `${grants.concurrentAnswers} answers are being written for you, as many as ${name} writes at once. Wait for one to end, or stop it.`;
    return new AppError("too_many_requests", sentence, { retryAfterS: ANSWER_S });
  }
  return ceilingReached(found.shortOf, moment) ?? allowanceSpent(model, { found, allowance, grants });
}

type Spent = { found: Admission; allowance: Allowance; grants: Grants };

function allowanceSpent({ label, class: modelClass }: Draft["model"], { found, allowance, grants }: Spent): AppError {
  const { plan, resetsAt } = allowance;
  const { name } = PLANS[plan];
  const day = resetsAt.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const buy = grants.whenSpent === "stop" ? [] : ["buy credits"];
  const ways = [...(plan === "enterprise" ? [] : ["upgrade"]), ...buy].join(" or ");
  const now = ways === "" ? "" : ` ${ways.slice(0, 1).toUpperCase()}${ways.slice(1)} to go on now.`;
  if (found.shortOf === "model_tokens") {
    const tokens = grants.cycleTokens[modelClass]?.toLocaleString("en-US") ?? "";
    const sentence = `The ${tokens} tokens that ${name} includes for ${label} and models like it are used up until ${day} (UTC).${now}`;
    return new AppError("allowance_spent", sentence);
  }
  return new AppError("allowance_spent", `Your ${name} allowance is used up. It is renewed on ${day} (UTC).${now}`);
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
