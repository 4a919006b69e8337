import "server-only";
import sharedClient from "@sendgrid/client";
import sharedService from "@sendgrid/mail";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

export type OutgoingLetter = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Our id of it, which the provider's log then shows too. */
  reference: string;
  /** What kind of letter it is, for the provider's statistics. */
  category: string;
};

/**
 * @throws LetterRefused when trying again is pointless.
 * @throws AppError `mail_down` when it is not.
 */
export type Mailer = { send(letter: OutgoingLetter): Promise<{ messageId: string | null }> };

/** The provider will not take this letter, now or later: no such address, too large. */
export class LetterRefused extends Error {
  override readonly name = "LetterRefused";
}

// The packages' types know only their shared instances. One of our own can not be reconfigured by anybody else.
const Client = sharedClient.constructor as new () => typeof sharedClient;
const MailService = sharedService.constructor as new () => typeof sharedService;

type SendGridOptions = { apiKey: string; apiBase: string; from: string; timeoutMs?: number };

/**
 * Mail.
 *   Not configured: the same SDK sends to the sandbox's mailbox (`env.mail.apiBase`).
 *   Failing:        `send` throws `mail_down`; the letter stays in the outbox and its job tries for about a day.
 */
export const mail: Mailer = sendGrid(env.mail);

export function sendGrid({ apiKey, apiBase, from, timeoutMs = 10 * SECOND_MS }: SendGridOptions): Mailer {
  const client = new Client();
  client.setApiKey(apiKey);
  // After the key, because setting the key sets the address back.
  client.setDefaultRequest("baseUrl", apiBase);
  const service = new MailService();
  service.setClient(client);
  service.setTimeout(timeoutMs);

  return {
    async send({ to, subject, text, html, reference, category }) {
      try {
        const [response] = await service.send({
          to,
          from,
          subject,
          text,
          html,
          categories: [category],
          customArgs: { reference },
          // A rewritten link would show our one-time secrets to a third party.
          trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
        });
        return { messageId: messageIdOf(response.headers) };
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
}

function messageIdOf(headers: unknown): string | null {
  const found = typeof headers === "object" && headers !== null && "x-message-id" in headers && headers["x-message-id"];
  return typeof found === "string" ? found : null;
}

/** Only what is wrong with this very letter is final; a bad key or a limit is put right while it waits. */
const FINAL_STATUSES = new Set([400, 413]);

/** The SDK's error holds the request, with its key and the letter: neither may travel on as a cause. */
function failureOf(error: unknown): Error {
  const status = error instanceof Error && "code" in error ? error.code : undefined;
  const summary =
    typeof status === "number" ? `the provider answered ${status}` : `no answer (${String(status ?? error)})`;
  if (typeof status === "number" && FINAL_STATUSES.has(status)) return new LetterRefused(summary);
  return new AppError("mail_down", undefined, { cause: new Error(summary) });
}
