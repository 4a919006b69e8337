import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeSandbox, type StripeSandbox } from "../sandbox";

let sandbox: StripeSandbox;
let dataDir: string;
beforeAll(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "whence-"));
  sandbox = await startStripeSandbox({ port: 0, dataDir });
});
afterAll(async () => {
  await sandbox.close();
  fs.rmSync(dataDir, { recursive: true });
});

const AUTHORIZED = { authorization: "Bearer sk_test_whence12345" };

function send(method: string, at: string, headers: Record<string, string>, fields: Record<string, string> = {}) {
  return fetch(sandbox.url + at, { method, headers, body: new URLSearchParams(fields), redirect: "manual" });
}

async function offset() {
  const clock = (await (await fetch(`${sandbox.url}/_sandbox/clock`)).json()) as { offset_seconds: number };
  return clock.offset_seconds;
}

describe("a page of another site", () => {
  test.each<[method: string, at: string]>([
    ["POST", "/_sandbox/clock"],
    ["POST", "/_sandbox/reset"],
    ["POST", "/_sandbox/faults"],
    ["DELETE", "/_sandbox/faults"],
    ["POST", "/_sandbox/control/start_over"],
    ["POST", "/_sandbox/control/resend"],
    ["POST", "/p/session/bps_1"],
    ["POST", "/c/pay/cs_1"],
  ])("may not %s %s", async (method, at) => {
    const before = await offset();
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://localhost:3000" },
      { origin: "https://evil.example" },
    ] as Record<string, string>[]) {
      const response = await send(method, at, headers, { advance_seconds: "60" });
      expect([response.status, await response.json()]).toMatchObject([
        403,
        { error: { message: "That was sent from a page of another site.", type: "invalid_request_error" } },
      ]);
    }
    expect(await offset()).toBe(before);
  });

  test("may lead here, and call the API with a key, as code in a browser would", async () => {
    const headers = { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" };
    expect((await fetch(sandbox.url, { headers })).status).toBe(200);
    expect((await send("POST", "/v1/customers", { ...headers, ...AUTHORIZED })).status).toBe(200);
  });
});

test.each<Record<string, string>>([
  {},
  { "sec-fetch-site": "same-origin", origin: "null" },
  { "sec-fetch-site": "none" },
  { origin: "null" },
])("programs and our own pages, with %j, may", async (headers) => {
  const before = await offset();
  expect((await send("POST", "/_sandbox/clock", headers, { advance_seconds: "60" })).status).toBe(200);
  expect((await offset()) - before).toBe(60);
});

test("our own address may, whoever stands before it", async () => {
  const { host } = new URL(sandbox.url);
  for (const origin of [`http://${host}`, `https://${host}`]) {
    expect((await send("POST", "/_sandbox/clock", { origin }, { advance_seconds: "60" })).status).toBe(200);
  }
});
