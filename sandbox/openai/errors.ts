import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { sendJson } from "../http/replies";

type Detail = { code?: string | null; param?: string | null; type?: string; headers?: OutgoingHttpHeaders };

/** A failure in OpenAI's own shape: `{ error: { message, type, param, code } }`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly body: { error: { message: string; type: string; param: string | null; code: string | null } };
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, message: string, detail: Detail = {}) {
    super(message);
    this.status = status;
    const { type = "invalid_request_error", param = null, code = null, headers = {} } = detail;
    this.body = { error: { message, type, param, code } };
    this.headers = headers;
  }
}

export function sendError(response: ServerResponse, error: ApiError) {
  sendJson(response, error.status, error.body, error.headers);
}

export function unknownRoute(method: string, path: string) {
  return new ApiError(404, `Unknown request URL: ${method} ${path}.`, { code: "unknown_url" });
}

export function modelNotFound(model: string) {
  return new ApiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    param: "model",
    code: "model_not_found",
  });
}

export function serverError(status = 500, message = "The server had an error while processing your request.") {
  return new ApiError(status, message, { type: "server_error", code: status === 503 ? "overloaded" : "server_error" });
}
