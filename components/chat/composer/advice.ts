import { PLAN_IDS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";

/** What a refused message means to the person: what happened, that the text is kept, and the one next step. */
export type Advice = {
  title: string;
  text?: string;
  link?: { href: string; label: string };
  canSendAgain: boolean;
};

type Refusal = { code: string; message: string; retryAfterS: number | undefined };
type Place = { plan: PlanId; resetsAt: Date; locale: string; path: string };

export function adviceFor({ code, message, retryAfterS }: Refusal, { plan, resetsAt, locale, path }: Place): Advice {
  switch (code) {
    case "allowance_spent":
      return { ...spentAdvice({ plan, resetsAt, locale }), canSendAgain: true };
    case "model_not_in_plan":
      return { title: message, text: KEPT, link: { href: "/billing", label: "See plans" }, canSendAgain: false };
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
      return { title: message, text: waitSentence(retryAfterS), canSendAgain: true };
    case "invalid_input":
    case "payload_too_large":
    case "not_found":
      return { title: message, text: KEPT, canSendAgain: false };
    default:
      return { title: message, canSendAgain: true };
  }
}

const KEPT = "Your message is kept below.";

/** Shown before a send that would be refused, and after one that was. */
export function spentAdvice({ plan, resetsAt, locale }: Omit<Place, "path">): Advice {
  const title = "Your allowance is used up";
  const reset = `It starts again on ${dayOf(resetsAt, locale)}.`;
  const kept = "Your chats stay open to read.";
  if (plan === PLAN_IDS.at(-1)) return { title, text: `${reset} ${kept}`, canSendAgain: false };
  const text = `${reset} A larger plan has more at once. ${kept}`;
  return { title, text, link: { href: "/billing", label: "See plans" }, canSendAgain: false };
}

export function dayOf(at: Date, locale: string): string {
  // The server and the browser must say the same day, so it is the ledger's.
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" }).format(at);
}

function waitSentence(retryAfterS: number | undefined): string {
  if (retryAfterS === undefined) return KEPT;
  const seconds = Math.max(1, Math.ceil(retryAfterS));
  return `Your message is kept. Send it again in ${seconds === 1 ? "a second" : `${seconds} seconds`}.`;
}
