import type { IncomingMessage } from "node:http";
import { ApiError } from "./errors";

/** Any key will do, save one that ends in `_invalid`. Throws a 401 otherwise. */
export function requireKey(request: IncomingMessage) {
  const key = /^Bearer\s+(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1];
  if (!key) throw new ApiError(401, "No API key was sent. Put one in the header: Authorization: Bearer YOUR_KEY.");
  if (key.endsWith("_invalid")) throw wrongKey(key);
}

export function wrongKey(key = "sandbox") {
  const hint = key.length > 8 ? `${key.slice(0, 3)}***${key.slice(-4)}` : "***";
  return new ApiError(401, `Incorrect API key provided: ${hint}.`, { code: "invalid_api_key" });
}
