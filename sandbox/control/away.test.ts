import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { startControlSandbox } from "./sandbox";
import { browserAt } from "./testing";
import { SandboxAway, stripeSandboxAt } from "./world/stripe-sandbox";

let folder: string;
let neighbour: Server | undefined;
let control: Running | undefined;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "away-"));
});
afterEach(async () => {
  await control?.close();
  neighbour?.closeAllConnections();
  neighbour?.close();
  neighbour = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A control page whose Stripe and OpenAI are at this address. */
async function beside(url: string) {
  control = await startControlSandbox({ port: 0, dataDir: folder, neighbours: { stripeUrl: url, openaiUrl: url } });
  return browserAt(control);
}
async function beSomebodyElse(answer: RequestListener) {
  neighbour = createServer(answer);
  await new Promise<void>((resolve) => neighbour?.listen(0, "127.0.0.1", resolve));
  const address = neighbour.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const WORLDLY = ["/time", "/customers", "/customers/cus_1", "/webhooks", "/webhooks/dlv_1"];
const STANDING: [at: string, says: RegExp][] = [
  ["/", /Stripe .* does not answer/u],
  ["/faults", /No Stripe sandbox with faults answers.*No OpenAI sandbox answers.*Each letter is taken/u],
  ["/model", /No OpenAI sandbox answers/u],
  ["/mailbox", /No letter yet/u],
  ["/reset", /Reset/u],
];

describe("where no sandbox answers", () => {
  test.each(WORLDLY)("%s says so, and what to do", async (at) => {
    const { status, words } = await (await beside("http://127.0.0.1:1")).open(at);
    expect(status).toBe(200);
    expect(words).toContain("The Stripe sandbox does not answer");
    expect(words).toContain("npm start");
  });

  test.each(STANDING)("%s is there all the same", async (at, says) => {
    const { status, words } = await (await beside("http://127.0.0.1:1")).open(at);
    expect([status, words]).toEqual([200, expect.stringMatching(says)]);
  });

  test.each([
    ["/time", { to: "day" }],
    ["/customers/cus_1/card", { card: "pm_card_visa" }],
    ["/customers/cus_1/portal", {}],
    ["/webhooks/resend", { state: "failed" }],
  ])("a form at %s says so too", async (at, fields) => {
    const { words } = await (await beside("http://127.0.0.1:1")).press(at, fields);
    expect(words).toContain("The Stripe sandbox does not answer");
  });

  test("a fault can not be ordered there, and the page says why", async () => {
    const { status, words } = await (await beside("http://127.0.0.1:1")).press("/faults/stripe", { kind: "slow" });
    expect([status, words]).toEqual([400, expect.stringContaining("The Stripe sandbox does not answer.")]);
  });
});

describe("where something else answers", () => {
  test.each<[string, RequestListener]>([
    ["a web page", (_, response) => void response.end("<h1>Welcome</h1>")],
    ["JSON of its own", (_, response) => void response.end('{"ok":true}')],
    ["null", (_, response) => void response.end("null")],
    ["an error in words", (_, response) => void response.writeHead(500).end("oops")],
    ["half an answer", (_, response) => void response.writeHead(200).write('{"now"', () => response.destroy())],
    ["nothing, and hangs up", (_, response) => void response.destroy()],
  ])("%s is not taken for a sandbox", async (_, answer) => {
    const browser = await beside(await beSomebodyElse(answer));
    for (const at of WORLDLY) {
      const { status, words } = await browser.open(at);
      expect([status, words], at).toEqual([200, expect.stringContaining("does not answer")]);
    }
    for (const [at] of STANDING) expect((await browser.open(at)).status, at).toBe(200);
  });

  test("one that takes the question and never answers is away after a while", async () => {
    const url = await beSomebodyElse(() => {});
    const stripe = stripeSandboxAt(url, { look: 30, act: 60 });
    await expect(stripe.ahead()).rejects.toThrow(SandboxAway);
    await expect(stripe.advance(1)).rejects.toThrow(SandboxAway);
  });

  test("an older sandbox, without these routes, is known by its 404", async () => {
    const url = await beSomebodyElse((_, response) => void response.writeHead(404).end('{"error":{"message":"No."}}'));
    const browser = await beside(url);
    expect((await browser.open("/")).status).toBe(200);
    expect((await browser.open("/faults")).words).toContain("No Stripe sandbox with faults answers");
    expect((await browser.open("/time")).status).toBe(404);
  });

  test("what it refuses is said in its own words, as text", async () => {
    const refusal = JSON.stringify({ error: { message: "<b>Not today.</b>" } });
    const url = await beSomebodyElse((_, response) => void response.writeHead(400).end(refusal));
    const { status, html } = await (await beside(url)).open("/time");
    expect(status).toBe(400);
    expect(html).toContain('role="alert">&#60;b&#62;Not today.');
  });
});
