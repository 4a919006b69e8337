import type { ServerResponse } from "node:http";
import type { Exchange } from "../http/router";
import { modelPage } from "./model-page";
import type { ModelSandbox } from "./model-sandbox";
import { form, goTo, type Notice, showPage } from "./post";

/** The page at /model and its form. After it the browser is sent back to the page, so that a reload does nothing. */
export function modelRoutes(model: ModelSandbox) {
  async function show(response: ServerResponse, status: number, notice?: Notice) {
    showPage(response, modelPage(await model.state(), notice), { status });
  }

  return {
    "GET /model": async ({ response, query }: Exchange) => {
      await show(
        response,
        200,
        query.get("done") === "pace" ? { text: "The pace is set.", isProblem: false } : undefined,
      );
    },
    "POST /model/pace": form(async ({ response }, fields) => {
      const refusal = await model.setPace(paceIn(fields));
      if (refusal === undefined) goTo(response, "/model?done=pace");
      else await show(response, 400, { text: refusal, isProblem: true });
    }),
  };
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
