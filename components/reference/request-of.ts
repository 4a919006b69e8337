import type { OperationView } from "@/lib/gateway/document/schema";

type Typed = {
  apiKey: string;
  /** What stands in the path's braces. */
  value: string;
  body: string;
};

/** What is sent to try an operation. Where a key is what counts, the session of this browser stays out of it. */
export function requestOf(
  operation: OperationView,
  { apiKey, value, body }: Typed,
): { url: string; init: RequestInit } {
  const { method, path, parameter, example, scope } = operation;
  const filled = value.split("/").map(encodeURIComponent).join("/");
  const isByKey = scope !== null;
  return {
    url: parameter ? path.replace(`{${parameter.name}}`, () => filled) : path,
    init: {
      method,
      credentials: isByKey ? "omit" : "same-origin",
      headers: {
        ...(isByKey ? { authorization: `Bearer ${apiKey}` } : {}),
        ...(example === null ? {} : { "content-type": "application/json" }),
      },
      ...(example === null ? {} : { body }),
    },
  };
}
