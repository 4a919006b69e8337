import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { headersOf, poster, requestIdOf, textOf } from "@/lib/adapters/llm/transport";

let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: http.RequestListener): Promise<string> {
  const started = http.createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/v1`;
}

const post = (url: string, body = "{}", signal = new AbortController().signal, headers = {}) =>
  poster(new URL(url), new Headers(headers))(body, signal);

test("posts to the whole of an address, with its headers and the body", async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      const seen = { method, path, key: headers["authorization"], length: headers["content-length"] };
      response.writeHead(429, { "retry-after": "1", "x-request-id": "req_1" });
      response.end(JSON.stringify({ ...seen, body: Buffer.concat(chunks).toString() }));
    });
  });
  const message = await post(`${url}/answers?version=2`, '{"q":"ü"}', undefined, { authorization: "Bearer k" });
  expect(message.statusCode).toBe(429);
  expect(requestIdOf(message)).toBe("req_1");
  expect(headersOf(message).get("retry-after")).toBe("1");
  expect(JSON.parse(await textOf(message))).toEqual({
    method: "POST",
    path: "/v1/answers?version=2",
    key: "Bearer k",
    length: "10",
    body: '{"q":"ü"}',
  });
});

test("a body that ends early is no body, and an answer without a name has none", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half");
    setTimeout(() => response.destroy(), 20);
  });
  const message = await post(url);
  expect(requestIdOf(message)).toBeUndefined();
  await expect(textOf(message)).rejects.toThrow("aborted");
});

test("a connection that is refused, or given up, rejects", async () => {
  await expect(post("http://127.0.0.1:1/")).rejects.toThrow("ECONNREFUSED");
  const url = await serve(() => {});
  const leaving = new AbortController();
  const asked = post(url, "{}", leaving.signal);
  leaving.abort();
  await expect(asked).rejects.toThrow("aborted");
});
