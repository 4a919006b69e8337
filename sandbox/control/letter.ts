import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { MailRequest } from "./mail-request";

/** One letter as one person got it. */
export const Letter = z.object({
  id: z.string(),
  messageId: z.string(),
  to: z.string(),
  toName: z.string().nullable(),
  from: z.string(),
  fromName: z.string().nullable(),
  replyTo: z.string().nullable(),
  subject: z.string(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  categories: z.array(z.string()),
  customArgs: z.record(z.string(), z.unknown()),
  /** ISO 8601. */
  createdAt: z.string(),
});
export type Letter = z.infer<typeof Letter>;

type Personalization = MailRequest["personalizations"][number];
type Address = MailRequest["from"];

/** One letter for each recipient (to, cc, bcc) of each personalization, with its own subject and substitutions. */
export function lettersOf(mail: MailRequest, { messageId, at }: { messageId: string; at: Date }): Letter[] {
  return mail.personalizations.flatMap((group) =>
    [...group.to, ...(group.cc ?? []), ...(group.bcc ?? [])].map((to) => ({
      id: randomUUID(),
      messageId,
      to: to.email,
      toName: to.name ?? null,
      from: mail.from.email,
      fromName: mail.from.name ?? null,
      replyTo: mail.reply_to?.email ?? null,
      ...wordsOf(mail, group),
      headers: { ...mail.headers, ...group.headers },
      categories: mail.categories ?? [],
      customArgs: { ...mail.custom_args, ...group.custom_args },
      createdAt: at.toISOString(),
    })),
  );
}

function wordsOf(mail: MailRequest, group: Personalization) {
  const fill = (text: string) => substitute(text, group.substitutions ?? {});
  const content = (type: string) => {
    const found = mail.content?.find((part) => part.type.toLowerCase().startsWith(type));
    return found ? fill(found.value) : null;
  };
  return {
    subject: fill(group.subject ?? mail.subject ?? `(template ${mail.template_id ?? ""})`),
    text: content("text/plain"),
    html: content("text/html"),
  };
}

function substitute(text: string, substitutions: Readonly<Record<string, string>>) {
  let filled = text;
  for (const [tag, value] of Object.entries(substitutions))
    if (tag !== "") filled = filled.replaceAll(tag, () => value);
  return filled;
}

/** "Ada <ada@example.test>", or the bare address. */
export function addressLine(email: Address["email"], name: string | null) {
  return name ? `${name} <${email}>` : email;
}
