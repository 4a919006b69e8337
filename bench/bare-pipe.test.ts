import { type ChildProcess, fork } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Events cut where they should not be: inside a character, inside an event, and two in one. */
const ANSWER = [{ role: "assistant", content: "" }, { content: "né" }, { content: " 日本" }, {}]
  .map((delta) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`)
  .concat('data: {"choices":[],"usage":{}}\n\n', "data: [DONE]\n\n")
  .join("");
const upstream = http.createServer((request, response) => {
  request.resume();
  response.writeHead(200);
  const bytes = Buffer.from(ANSWER);
  const send = (from: number) => {
    if (from < bytes.length) {
      response.write(bytes.subarray(from, from + 7));
      setImmediate(() => send(from + 7));
    } else {
      response.end();
    }
  };
  send(0);
});

beforeAll(() => new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

describe.each([["bare"], ["teed"]])("the %s pipe", (kind) => {
  let child: ChildProcess;
  let port = 0;
  beforeAll(async () => {
    const upstreamPort = (upstream.address() as AddressInfo).port;
    child = fork("bench/bare-pipe.ts", ["0", String(upstreamPort), kind], { execArgv: ["--import", "tsx"] });
    port = await new Promise<number>((resolve) =>
      child.once("message", (address: AddressInfo) => resolve(address.port)),
    );
  });

  test("hands on every byte as it came", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () =>
        (await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" })).text(),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([ANSWER]));
  });

  test("ends with whoever started it", async () => {
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.disconnect();
    expect(await ended).toBe(0);
  });
});
