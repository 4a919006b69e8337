import { z } from "zod";

const MAX_RECIPIENTS = 1_000;
const Address = z.looseObject({ email: z.email("Does not contain a valid address."), name: z.string().nullish() });
const Personalization = z.looseObject({
  to: z.array(Address).min(1),
  cc: z.array(Address).optional(),
  bcc: z.array(Address).optional(),
  subject: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  substitutions: z.record(z.string(), z.string()).optional(),
  custom_args: z.record(z.string(), z.unknown()).optional(),
});
const Content = z.looseObject({ type: z.string().includes("/"), value: z.string().min(1) });

/** The body of SendGrid's POST /v3/mail/send, as far as a letter needs it. */
export const MailRequest = z
  .looseObject({
    personalizations: z.array(Personalization).min(1).max(MAX_RECIPIENTS),
    from: Address,
    reply_to: Address.optional(),
    subject: z.string().optional(),
    content: z.array(Content).min(1).optional(),
    template_id: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    categories: z.array(z.string()).max(10).optional(),
    custom_args: z.record(z.string(), z.unknown()).optional(),
    mail_settings: z.looseObject({ sandbox_mode: z.looseObject({ enable: z.boolean() }).optional() }).optional(),
  })
  .superRefine((mail, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!mail.content && !mail.template_id) complain("content", "Unless a template_id is given, content is required.");
    const everyLetterHasSubject = mail.personalizations.every(({ subject }) => subject);
    if (!mail.subject && !mail.template_id && !everyLetterHasSubject) complain("subject", "The subject is required.");
  });
export type MailRequest = z.infer<typeof MailRequest>;

export type MailError = { message: string; field: string | null; help: string | null };

/** The request, or every complaint about it in SendGrid's shape. */
export function readMailRequest(body: unknown): { mail: MailRequest } | { errors: MailError[] } {
  if (body === undefined) return { errors: [mailError("Bad Request: the body is not JSON.")] };
  const result = MailRequest.safeParse(body);
  if (result.success) return { mail: result.data };
  return {
    errors: result.error.issues.map((issue) => mailError(issue.message, issue.path.map(String).join(".") || null)),
  };
}

export function mailError(message: string, field: string | null = null): MailError {
  return { message, field, help: null };
}
