import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyCutShort, BodyTooLarge, parseJson, readBody } from "../http/body";
import { listen, type Running } from "../http/listen";
import { sendEmpty, sendHtml, sendJson } from "../http/replies";
import { createRouter, type Exchange, splitTarget } from "../http/router";
import { createFaults, FaultOrder } from "./faults";
import { frontPage, type Neighbours } from "./front-page";
import type { Letter } from "./letter";
import { letterDocument, letterPage } from "./letter-page";
import { mailError } from "./mail-request";
import { openMailbox } from "./mailbox";
import { mailboxPage } from "./mailbox-page";
import { modelRoutes } from "./model-routes";
import { missingPage, PAGE_POLICY } from "./page";
import { receiveMail, SEND_ROUTE } from "./sending";

const MAX_ORDER_BYTES = 16 * 1024;
const DEFAULT_OPENAI_URL = "http://localhost:4243";

export type Options = {
  port: number;
  host?: string;
  /** Where `mailbox.jsonl` is kept. */
  dataDir: string;
  neighbours?: Neighbours;
};

/** Starts the mailbox, the page that shows what is stood in for, and SendGrid's send route. */
export async function startControlSandbox({
  port,
  host = "127.0.0.1",
  dataDir,
  neighbours = {},
}: Options): Promise<Running> {
  const mailbox = openMailbox(dataDir);
  const faults = createFaults();

  const router = createRouter({
    [`POST ${SEND_ROUTE}`]: (exchange) => receiveMail(exchange, mailbox, faults),
    "GET /api/mailbox": ({ response, query }) =>
      sendJson(response, 200, mailbox.list({ to: query.get("to") }).map(publicLetter)),
    "DELETE /api/mailbox": ({ response }) => {
      mailbox.clear();
      sendEmpty(response, 204);
    },
    "GET /": ({ response }) => page(response, 200, frontPage(neighbours, mailbox.list())),
    "GET /mailbox": ({ response, query }) => {
      const to = query.get("to") ?? "";
      page(response, 200, mailboxPage(mailbox.list({ to }), to));
    },
    "GET /mailbox/:id": ({ response, params }) => {
      const letter = mailbox.find(params["id"] ?? "");
      if (letter) page(response, 200, letterPage(letter));
      else page(response, 404, missingPage());
    },
    "GET /mailbox/:id/html": ({ response, params }) => {
      const letter = mailbox.find(params["id"] ?? "");
      if (letter) sendHtml(response, 200, ...letterDocument(letter));
      else page(response, 404, missingPage());
    },
    ...modelRoutes(neighbours.openaiUrl ?? DEFAULT_OPENAI_URL),
    "GET /_sandbox/health": ({ response }) => sendJson(response, 200, { status: "ok" }),
    "GET /_sandbox/faults": ({ response }) => sendJson(response, 200, faults.list()),
    "POST /_sandbox/faults": async ({ request, response }) => {
      const order = FaultOrder.safeParse(parseJson(await readBody(request, MAX_ORDER_BYTES)));
      if (order.success) faults.order(order.data);
      if (order.success) sendJson(response, 200, faults.list());
      else sendJson(response, 400, { errors: [mailError('Send {"route":"/v3/mail/send","status":500,"count":2}.')] });
    },
    "POST /_sandbox/reset": ({ response }) => {
      mailbox.clear();
      faults.clear();
      sendEmpty(response, 204);
    },
  });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { method = "GET", url = "/" } = request;
    const { path, query } = splitTarget(url);
    try {
      const found = router.find(method, path);
      if ("handler" in found) {
        const exchange: Exchange = { request, response, path, query, params: found.params };
        await found.handler(exchange);
      } else if (found.allowed.length > 0) {
        const errors = [mailError(`${path} does not take ${method}.`)];
        sendJson(response, 405, { errors }, { allow: found.allowed.join(", ") });
      } else if (request.headers.accept?.includes("text/html")) page(response, 404, missingPage());
      else sendJson(response, 404, { errors: [mailError(`There is no ${path} here.`)] });
    } catch (error) {
      fail(response, error);
    }
  }

  return listen((request, response) => void serve(request, response), {
    port,
    host,
    brokenRequestBody: JSON.stringify({ errors: [mailError("That is not an HTTP request this server reads.")] }),
  });
}

function page(response: ServerResponse, status: number, html: string) {
  sendHtml(response, status, html, PAGE_POLICY);
}

function publicLetter({ id, to, from, subject, text, html, createdAt, categories, customArgs }: Letter) {
  return { id, to, from, subject, text, html, createdAt, categories, customArgs };
}

function fail(response: ServerResponse, error: unknown) {
  if (error instanceof BodyCutShort) {
    response.destroy();
    return;
  }
  if (error instanceof BodyTooLarge) {
    sendJson(response, 413, { errors: [mailError(error.message)] }, { connection: "close" });
    return;
  }
  console.error("control sandbox: a defect of the sandbox itself", error);
  sendJson(response, 500, { errors: [mailError("The sandbox failed. Its own output says why.")] });
}
