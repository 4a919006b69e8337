/**
 * Loaded before the sandbox (`node --import`), where its replies and webhooks are to be judged after the tests that caused
 * them: writes each that has not been seen in this shape to the file STRIPE_HEARD names, one JSON a line. In any other
 * program it does nothing.
 */
import fs from "node:fs";
import http from "node:http";
import { shapeOf } from "./shape-of.mjs";

const file = process.env["STRIPE_HEARD"];
const isSandbox = /sandbox[/\\]stripe[/\\]server\.ts$/.test(process.argv[1] ?? "");

if (file && isSandbox) {
  const seen = new Set();
  const note = (where, status, text) => {
    const body = parsed(text);
    const key = `${where} ${status} ${shapeOf(body)}`;
    if (seen.has(key)) return;
    seen.add(key);
    fs.appendFileSync(file, `${JSON.stringify({ where, status, body })}\n`);
  };

  const createServer = http.createServer;
  http.createServer = (listener) =>
    createServer((request, response) => {
      const end = response.end.bind(response);
      response.end = (body, ...rest) => {
        const [path = ""] = (request.url ?? "").split("?");
        if (/^\/v\d+(\/|$)/.test(path) && request.method !== "HEAD") {
          note(
            `${request.method} ${path.replaceAll(/\/[a-z_]+_(?=\w*[0-9A-Z])\w{8,}/g, "/:id")}`,
            response.statusCode,
            String(body ?? ""),
          );
        }
        return end(body, ...rest);
      };
      listener(request, response);
    });

  const request = http.request;
  http.request = (target, options, ...rest) => {
    const sent = request(target, options, ...rest);
    const end = sent.end.bind(sent);
    sent.end = (body, ...more) => {
      if (options?.headers?.["stripe-signature"]) note("webhook", 200, String(body ?? ""));
      return end(body, ...more);
    };
    return sent;
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
