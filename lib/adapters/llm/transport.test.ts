import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fetchOverHttp, streamOf } from "@/lib/adapters/llm/transport";

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

test("sends the method, the headers and the body, and answers as fetch would", async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const seen = {
        method: request.method,
        key: request.headers["authorization"],
        body: Buffer.concat(chunks).toString(),
      };
      response.writeHead(429, { "content-type": "application/json", "retry-after": "1" }).end(JSON.stringify(seen));
    });
  });
  const headers = { authorization: "Bearer k", "content-type": "application/json" };
  const response = await fetchOverHttp(url, { method: "POST", headers, body: '{"q":"ü"}' });
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.json()).toEqual({ method: "POST", key: "Bearer k", body: '{"q":"ü"}' });
  expect(streamOf(response)).toBeUndefined();
});

test("hands out the body of an event stream as it runs, and of nothing else", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" }).end("data: a\n\n");
  });
  const response = await fetchOverHttp(new URL(url));
  let text = "";
  for await (const chunk of streamOf(response)!) text += String(chunk);
  expect(text).toBe("data: a\n\n");
});

test("an answer without a body is one", async () => {
  const url = await serve((_request, response) => response.writeHead(204).end());
  expect((await fetchOverHttp(url)).status).toBe(204);
});

test("a connection that is refused, or given up, rejects", async () => {
  await expect(fetchOverHttp("http://127.0.0.1:1/")).rejects.toThrow("ECONNREFUSED");
  const url = await serve(() => {});
  const leaving = new AbortController();
  const asked = fetchOverHttp(url, { signal: leaving.signal });
  leaving.abort();
  await expect(asked).rejects.toThrow("aborted");
});
