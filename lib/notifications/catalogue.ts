import "server-only";
import type { z } from "zod";
import type { Template } from "@/lib/notifications/letter";
import { accountDeleted } from "@/lib/notifications/letters/account-deleted";
import { allowanceLow } from "@/lib/notifications/letters/allowance-low";
import { alreadyRegistered } from "@/lib/notifications/letters/already-registered";
import { cardExpiring } from "@/lib/notifications/letters/card-expiring";
import { ceilingNear } from "@/lib/notifications/letters/ceiling-near";
import { complimentary } from "@/lib/notifications/letters/complimentary";
import { emailLink } from "@/lib/notifications/letters/email-link";
import { paymentFailed, paymentLastNotice, paymentReminder } from "@/lib/notifications/letters/missing-payment";
import { passwordChanged } from "@/lib/notifications/letters/password-changed";
import { paymentRecovered } from "@/lib/notifications/letters/payment-recovered";
import { planChanged } from "@/lib/notifications/letters/plan-changed";
import { receipt } from "@/lib/notifications/letters/receipt";
import { refunded } from "@/lib/notifications/letters/refunded";
import { renewalSoon } from "@/lib/notifications/letters/renewal-soon";
import { resetPassword } from "@/lib/notifications/letters/reset-password";
import { seatInvitation } from "@/lib/notifications/letters/seat-invitation";
import { seatRemoved } from "@/lib/notifications/letters/seat-removed";
import { subscriptionEndedUnpaid } from "@/lib/notifications/letters/subscription-ended-unpaid";
import { trialEnding } from "@/lib/notifications/letters/trial-ending";
import { verifyAddress } from "@/lib/notifications/letters/verify-address";

/** Every letter by the name it has in the outbox. A name stays for good: rows in the outbox carry it. */
export const TEMPLATES = {
  "verify-address": verifyAddress,
  "already-registered": alreadyRegistered,
  "reset-password": resetPassword,
  "email-link": emailLink,
  "password-changed": passwordChanged,
  "account-deleted": accountDeleted,
  "payment-failed": paymentFailed,
  "payment-reminder": paymentReminder,
  "payment-last-notice": paymentLastNotice,
  "payment-recovered": paymentRecovered,
  "subscription-ended-unpaid": subscriptionEndedUnpaid,
  "trial-ending": trialEnding,
  "renewal-soon": renewalSoon,
  "card-expiring": cardExpiring,
  "plan-changed": planChanged,
  complimentary,
  receipt,
  refunded,
  "seat-invitation": seatInvitation,
  "seat-removed": seatRemoved,
  "allowance-low": allowanceLow,
  "ceiling-near": ceilingNear,
} as const;

export type TemplateName = keyof typeof TEMPLATES;

/** A template together with what exactly it needs to be told. */
export type Contents = {
  [Name in TemplateName]: { template: Name; payload: z.infer<(typeof TEMPLATES)[Name]["payload"]> };
}[TemplateName];

/** The template of a stored row; nothing when a row is older or newer than this code. */
export function findTemplate(name: string): Template | undefined {
  return Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name as TemplateName] : undefined;
}
