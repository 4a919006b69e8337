import { resetDay } from "@/components/usage/reset-day";
import { PLAN_IDS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";

/** What a refused message means to the person: what happened, that the text is kept, and the one next step. */
export type Advice = {
  title: string;
  text?: string;
  link?: { href: string; label: string };
  canSendAgain: boolean;
  /** Seconds until sending again makes sense. */
  waitS?: number;
  /** The files may be cut to what fits. */
  canShorten?: boolean;
  /** Another model may take it. */
  canSwitch?: boolean;
};

type Refusal = { code: string; message: string; retryAfterS: number | undefined };
type Place = { plan: PlanId; resetsAt: Date; locale: string; path: string; hasFiles?: boolean };

const KEPT = "Your message is kept below.";

/** What says enough with its own sentence, and would be refused again as it is. */
const AS_SAID = new Set(["invalid_input", "payload_too_large", "not_found", "conflict", "forbidden"]);

export function adviceFor({ code, message, retryAfterS }: Refusal, place: Place): Advice {
  const { plan, resetsAt, locale, path, hasFiles = false } = place;
  switch (code) {
    case "allowance_spent":
      return { ...spentAdvice({ plan, resetsAt, locale }), canSendAgain: true };
    case "model_not_in_plan":
      return {
        title: message,
        text: `${KEPT} Choose another model, or a plan that has this one.`,
        link: { href: "/billing", label: "See plans" },
        canSendAgain: false,
        canSwitch: true,
      };
    case "email_not_verified":
      return { title: message, text: KEPT, link: { href: "/settings", label: "Confirm it" }, canSendAgain: true };
    case "unauthenticated":
      return {
        title: "You were signed out",
        text: "Your message is kept on this device.",
        link: { href: `/sign-in?${new URLSearchParams({ next: path })}`, label: "Sign in" },
        canSendAgain: false,
      };
    case "too_many_requests":
      return { title: message, text: KEPT, canSendAgain: true, ...waitOf(retryAfterS) };
    case "context_too_long":
      return tooLong(message, hasFiles);
    default:
      return AS_SAID.has(code)
        ? { title: message, text: KEPT, canSendAgain: false }
        : { title: message, canSendAgain: true };
  }
}

function tooLong(title: string, hasFiles: boolean): Advice {
  return hasFiles
    ? {
        title,
        text: `${KEPT} The model can read a part of the files, or you take some out.`,
        canSendAgain: false,
        canShorten: true,
      }
    : {
        title,
        text: `${KEPT} Shorten it, or begin a new chat with a summary of this one.`,
        link: { href: "/chat", label: "New chat" },
        canSendAgain: false,
      };
}

/** Shown before a send that would be refused, and after one that was. */
export function spentAdvice({ plan, resetsAt, locale }: Omit<Place, "path">): Advice {
  const title = "Your allowance is used up";
  const reset = `It starts again on ${resetDay(resetsAt, locale)}.`;
  const kept = "Your chats stay open to read.";
  if (plan === PLAN_IDS.at(-1)) {
    const link = { href: "/billing#credits", label: "Buy credits" };
    return { title, text: `${reset} With credits you can go on now. ${kept}`, link, canSendAgain: false };
  }
  const text = `${reset} With credits, or a larger plan, you can go on now. ${kept}`;
  return { title, text, link: { href: "/billing", label: "See plans and credits" }, canSendAgain: false };
}

function waitOf(retryAfterS: number | undefined): Pick<Advice, "waitS"> {
  return retryAfterS === undefined ? {} : { waitS: Math.max(1, Math.ceil(retryAfterS)) };
}
