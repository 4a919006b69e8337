import { sendEmpty, sendHtml, sendJson } from "../http/replies";
import type { Exchange } from "../http/router";
import type { Letter } from "./letter";
import { letterDocument, letterPage } from "./letter-page";
import type { Mailbox } from "./mailbox";
import { mailboxPage } from "./mailbox-page";
import { missingPage } from "./page";
import { showPage } from "./post";

/** The letters, as pages for people and as JSON for programs. */
export function mailboxRoutes(mailbox: Mailbox) {
  return {
    "GET /api/mailbox": ({ response, query }: Exchange) =>
      sendJson(response, 200, mailbox.list({ to: query.get("to") }).map(publicLetter)),
    "DELETE /api/mailbox": ({ response }: Exchange) => {
      mailbox.clear();
      sendEmpty(response, 204);
    },
    "GET /mailbox": ({ response, query }: Exchange) => {
      const to = query.get("to") ?? "";
      showPage(response, mailboxPage(mailbox.list({ to }), to));
    },
    "GET /mailbox/:id": ({ response, params }: Exchange) => {
      const letter = mailbox.find(params["id"] ?? "");
      if (letter) showPage(response, letterPage(letter));
      else showPage(response, missingPage(), { status: 404 });
    },
    "GET /mailbox/:id/html": ({ response, params }: Exchange) => {
      const letter = mailbox.find(params["id"] ?? "");
      if (letter) sendHtml(response, 200, ...letterDocument(letter));
      else showPage(response, missingPage(), { status: 404 });
    },
  };
}

function publicLetter({ id, to, from, subject, text, html, createdAt, categories, customArgs }: Letter) {
  return { id, to, from, subject, text, html, createdAt, categories, customArgs };
}
