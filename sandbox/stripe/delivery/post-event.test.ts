import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { postEvent } from "./post-event";

let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function postTo(answer: http.RequestListener) {
  server = http.createServer((request, response) => {
    request.resume();
    request.on("end", () => answer(request, response));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return postEvent({ url, payload: "{}", secrets: ["whsec_1"], wallMs: 0, anywhere: false });
}

test("what the endpoint said is kept beside its status", async () => {
  const result = await postTo((_, response) => void response.writeHead(500).end('{"error":"the database is away"}'));
  expect(result).toEqual({ status: 500, error: null, answer: '{"error":"the database is away"}' });
});

test("of a long answer only its beginning is kept, in whole characters", async () => {
  const result = await postTo((_, response) => void response.end(`${"é".repeat(499)}€${"x".repeat(1_000_000)}`));
  expect(result).toEqual({ status: 200, error: null, answer: `${"é".repeat(499)}€` });
});

test("an endpoint that says nothing has no answer", async () => {
  expect(await postTo((_, response) => void response.end())).toEqual({ status: 200, error: null });
});

test("an answer that breaks off is an error, whatever it had said", async () => {
  const result = await postTo((_, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("half", () => response.destroy());
  });
  expect(result).toEqual({ status: null, error: "aborted" });
});
