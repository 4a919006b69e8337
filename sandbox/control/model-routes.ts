import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/body";
import { sendEmpty, sendHtml } from "../http/replies";
import type { Exchange } from "../http/router";
import { modelPage, type Notice } from "./model-page";
import { type ModelSandbox, modelSandboxAt } from "./model-sandbox";
import { PAGE_POLICY } from "./page";

const MAX_FORM_BYTES = 16 * 1024;
const DONE: Readonly<Record<string, string>> = {
  armed: "Armed.",
  off: "Taken off.",
  pace: "The pace is set.",
};

/** The page at /model and its forms. After a form the browser is sent back to the page, so that a reload does nothing. */
export function modelRoutes(openaiUrl: string) {
  const model = modelSandboxAt(openaiUrl);

  function form(done: string, work: (fields: URLSearchParams, exchange: Exchange) => Promise<string | undefined>) {
    return async (exchange: Exchange) => {
      const { request, response } = exchange;
      if (isFromElsewhere(request)) {
        await show(response, 403, model, { text: "That form was not sent from this page.", isProblem: true });
        return;
      }
      const fields = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString("utf8"));
      const refusal = await work(fields, exchange);
      if (refusal === undefined) sendEmpty(response, 303, { location: `/model?done=${done}` });
      else await show(response, 400, model, { text: refusal, isProblem: true });
    };
  }

  return {
    "GET /model": async ({ response, query }: Exchange) => {
      const text = DONE[query.get("done") ?? ""];
      await show(response, 200, model, text === undefined ? undefined : { text, isProblem: false });
    },
    "POST /model/faults": form("armed", (fields) => model.arm(orderIn(fields))),
    "POST /model/faults/clear": form("off", () => model.disarm()),
    "POST /model/faults/:id/remove": form("off", (_, { params }) => model.disarm(params["id"] ?? "")),
    "POST /model/pace": form("pace", (fields) => model.setPace(paceIn(fields))),
  };
}

async function show(response: ServerResponse, status: number, model: ModelSandbox, notice?: Notice) {
  sendHtml(response, status, modelPage(await model.state(), notice), PAGE_POLICY);
}

/** A page of another site may not press our buttons. Programs send no origin. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}`;
}

function orderIn(fields: URLSearchParams) {
  return { fault: fields.get("fault") ?? "", count: fields.get("count") ?? "1", model: fields.get("model") ?? "" };
}

/** What is no number goes on as it is: the sandbox refuses it, and says why. */
function paceIn(fields: URLSearchParams) {
  return Object.fromEntries(
    ["ttftMs", "tokensPerSecond"].flatMap((name) => {
      const value = fields.get(name);
      if (value === null) return [];
      return [[name, value.trim() === "" || Number.isNaN(Number(value)) ? value : Number(value)]];
    }),
  );
}
