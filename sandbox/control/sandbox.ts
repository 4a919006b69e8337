import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyCutShort, BodyTooLarge, parseJson, readBody } from "../http/body";
import { listen, type Running } from "../http/listen";
import { sendEmpty, sendJson } from "../http/replies";
import { createRouter, type Exchange, splitTarget } from "../http/router";
import { createFaults, FaultOrder } from "./faults";
import { customerRoutes } from "./customers/customer-routes";
import { faultRoutes } from "./faulty/fault-routes";
import type { Neighbours } from "./front-page";
import { frontRoutes } from "./front-routes";
import { mailError } from "./mail-request";
import { openMailbox } from "./mailbox";
import { mailboxRoutes } from "./mailbox-routes";
import { LIVE_SCRIPT } from "./live";
import { modelRoutes } from "./model-routes";
import { modelSandboxAt } from "./model-sandbox";
import { missingPage } from "./page";
import { elsewherePage, isFromElsewhere, showPage } from "./post";
import { resetRoutes } from "./reset-routes";
import { receiveMail, SEND_ROUTE } from "./sending";
import { timeRoutes } from "./time/time-routes";
import { webhookRoutes } from "./webhooks/webhook-routes";
import { stripeSandboxAt } from "./world/stripe-sandbox";

const MAX_ORDER_BYTES = 16 * 1024;
const DEFAULT_OPENAI_URL = "http://localhost:4243";
const DEFAULT_STRIPE_URL = "http://localhost:4242";

export type Options = {
  port: number;
  host?: string;
  /** Where `mailbox.jsonl` is kept. */
  dataDir: string;
  neighbours?: Neighbours;
};

/** Starts the pages that show and steer what is stood in for, the mailbox, and SendGrid's send route. */
export async function startControlSandbox({
  port,
  host = "127.0.0.1",
  dataDir,
  neighbours = {},
}: Options): Promise<Running> {
  const mailbox = openMailbox(dataDir);
  const faults = createFaults();

  const stripe = stripeSandboxAt(neighbours.stripeUrl ?? DEFAULT_STRIPE_URL);
  const model = modelSandboxAt(neighbours.openaiUrl ?? DEFAULT_OPENAI_URL);

  const router = createRouter({
    [`POST ${SEND_ROUTE}`]: (exchange) => receiveMail(exchange, mailbox, faults),
    ...frontRoutes({ stripe, model, mailbox, faults, neighbours }),
    ...timeRoutes(stripe),
    ...customerRoutes(stripe, new URL(neighbours.stripeUrl ?? DEFAULT_STRIPE_URL).origin),
    ...webhookRoutes(stripe),
    ...faultRoutes({ stripe, model, mail: faults }),
    ...modelRoutes(model),
    ...mailboxRoutes(mailbox),
    ...resetRoutes({ stripe, model, mailbox, faults }),
    "GET /live.js": ({ response }) => sendScript(response, LIVE_SCRIPT),
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
      if (isFromElsewhere(request)) refuseElsewhere(request, response);
      else if ("handler" in found) {
        const exchange: Exchange = { request, response, path, query, params: found.params };
        await found.handler(exchange);
      } else if (found.allowed.length > 0) {
        const errors = [mailError(`${path} does not take ${method}.`)];
        sendJson(response, 405, { errors }, { allow: found.allowed.join(", ") });
      } else if (request.headers.accept?.includes("text/html")) showPage(response, missingPage(), { status: 404 });
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

function refuseElsewhere({ headers }: IncomingMessage, response: ServerResponse) {
  if (headers.accept?.includes("text/html")) showPage(response, elsewherePage(), { status: 403 });
  else sendJson(response, 403, { errors: [mailError("That was sent from a page of another site.")] });
}

function sendScript(response: ServerResponse, script: string) {
  const headers = { "content-type": "text/javascript; charset=utf-8", "x-content-type-options": "nosniff" };
  response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(script) });
  response.end(response.req.method === "HEAD" ? undefined : script);
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
