import "server-only";
import type { z } from "zod";
import type { Template } from "@/lib/notifications/letter";
import { alreadyRegistered } from "@/lib/notifications/letters/already-registered";
import { emailLink } from "@/lib/notifications/letters/email-link";
import { passwordChanged } from "@/lib/notifications/letters/password-changed";
import { resetPassword } from "@/lib/notifications/letters/reset-password";
import { verifyAddress } from "@/lib/notifications/letters/verify-address";

/** Every letter by the name it has in the outbox. A name stays for good: rows in the outbox carry it. */
export const TEMPLATES = {
  "verify-address": verifyAddress,
  "already-registered": alreadyRegistered,
  "reset-password": resetPassword,
  "email-link": emailLink,
  "password-changed": passwordChanged,
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
