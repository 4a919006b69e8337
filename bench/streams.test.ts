import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStream, readStreams } from "./streams";

const START = 'event: start\nid: 0\ndata: {"generationId":"0a-1","conversationId":"0b-2","messageId":"0c-3"}\n\n';
const server = http.createServer((request, response) => {
  request.resume();
  if (request.url === "/refused") {
    response.writeHead(429).end("{}");
    return;
  }
  response.write(START);
  if (request.url === "/split") {
    response.write(" token tok");
    setTimeout(() => response.end("en token"), 30);
    return;
  }
  response.write(" token");
  setTimeout(() => response.end(" token token"), 30);
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

test("a run knows its ids, its tokens, and each gap between them", async () => {
  const run = await readStream({ port, path: "/", body: "{}" });
  expect(run).toMatchObject({ status: 200, generationId: "0a-1", conversationId: "0b-2", tokens: 3 });
  expect(run.ttftMs).toBeGreaterThan(0);
  expect(run.gapsMs).toHaveLength(1);
});

test("who waits for the first token is told once, with the ids", async () => {
  const heard: string[] = [];
  await readStream({ port, path: "/", body: "{}", onFirst: ({ generationId }) => void heard.push(generationId) });
  expect(heard).toEqual(["0a-1"]);
});

test("a token that arrives in two parts is one", async () => {
  expect(await readStream({ port, path: "/split", body: "{}" })).toMatchObject({ tokens: 3 });
});

test("what is refused has a status and no tokens", async () => {
  expect(await readStream({ port, path: "/refused", body: "{}" })).toMatchObject({ status: 429, tokens: 0 });
});

test("streams that begin one after the other all come to their end", async () => {
  const runs = await readStreams(5, () => ({ port, path: "/", body: "{}" }), 50);
  expect(runs.map(({ tokens }) => tokens)).toEqual([3, 3, 3, 3, 3]);
});
