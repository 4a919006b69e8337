import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: OutgoingHttpHeaders = {}) {
  send(response, status, JSON.stringify(body), { "content-type": "application/json; charset=utf-8", ...headers });
}

export function sendHtml(response: ServerResponse, status: number, html: string, headers: OutgoingHttpHeaders = {}) {
  send(response, status, html, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...headers });
}

/** An answer without a body. */
export function sendEmpty(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}) {
  send(response, status, "", headers);
}

function send(response: ServerResponse, status: number, body: string, headers: OutgoingHttpHeaders) {
  if (response.headersSent || response.destroyed) return;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, "content-length": length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
