import { randomBytes } from "node:crypto";
import { parseJson, readBody } from "../http/body";
import { sendEmpty, sendJson } from "../http/replies";
import type { Exchange } from "../http/router";
import type { Faults } from "./faults";
import { lettersOf } from "./letter";
import { type MailError, mailError, readMailRequest } from "./mail-request";
import type { Mailbox } from "./mailbox";

export const SEND_ROUTE = "/v3/mail/send";

/** SendGrid's own limit, attachments included. */
const MAX_MAIL_BYTES = 30 * 1024 * 1024;

/** POST /v3/mail/send: 202 and no body once the letters are in the mailbox, or SendGrid's list of errors. */
export async function receiveMail({ request, response }: Exchange, mailbox: Mailbox, faults: Faults) {
  const body = await readBody(request, MAX_MAIL_BYTES);
  const failWith = faults.take(SEND_ROUTE);
  if (failWith !== undefined) {
    refuse(failWith, [mailError(`The sandbox was told to fail this request with ${failWith}.`)]);
    return;
  }
  if (!/^Bearer\s+\S/iu.test(request.headers.authorization ?? "")) {
    refuse(401, [mailError("The provided authorization grant is invalid, expired, or revoked")]);
    return;
  }
  const read = readMailRequest(parseJson(body));
  if ("errors" in read) {
    refuse(400, read.errors);
    return;
  }
  const messageId = randomBytes(16).toString("base64url");
  if (!read.mail.mail_settings?.sandbox_mode?.enable) mailbox.put(lettersOf(read.mail, { messageId, at: new Date() }));
  sendEmpty(response, 202, { "x-message-id": messageId });

  function refuse(status: number, errors: MailError[]) {
    sendJson(response, status, { errors });
  }
}
