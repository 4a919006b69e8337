import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { FAULT_NAMES } from "../openai/chat/faults";
import { asking, clientOf, quickSandbox } from "../openai/testing";
import { startControlSandbox } from "./sandbox";

let folder: string;
let openai: Running;
let control: Running;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "model-"));
  openai = await quickSandbox();
  control = await startControlSandbox({ port: 0, dataDir: folder, neighbours: { openaiUrl: `${openai.url}/v1` } });
});
beforeEach(() => fetch(`${openai.url}/_sandbox/reset`, { method: "POST" }));
afterAll(async () => {
  await control.close();
  await openai.close();
  rmSync(folder, { recursive: true });
});

const say = (content: string) => clientOf(openai).chat.completions.create(asking(content));
const pageOf = async (at = "/model", url = control.url) => (await fetch(url + at)).text();

/** As a browser without scripts sends a form. */
function submit(at: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return fetch(control.url + at, { method: "POST", body: new URLSearchParams(fields), headers });
}

describe("the model's page", () => {
  test("offers every fault there is, and every chat model", async () => {
    const text = await pageOf("/faults");
    for (const name of FAULT_NAMES) expect(text).toContain(`<option value="${name}">`);
    expect(text).toContain("<option>parley-sage</option>");
    expect(text).not.toContain("parley-embed");
    expect(text).toContain("Nothing is on");
    expect(await pageOf()).toContain("None yet");
  });

  test("arms a fault that strikes the next call, shows it, and shows the call afterwards", async () => {
    const armed = await submit("/faults/model", { fault: "503", count: "2", model: "" });
    expect([armed.redirected, new URL(armed.url).pathname]).toEqual([true, "/faults"]);
    const text = await armed.text();
    expect(text).toMatch(/role="status">It is on\./u);
    expect(text).toMatch(/<th scope="row">503<\/th><td>any<\/td><td class="number">2 left<\/td>/u);
    await expect(say("Why is the sky blue?")).rejects.toMatchObject({ status: 503 });
    const after = await pageOf();
    expect(after).toContain("A fault is on.");
    expect(await pageOf("/faults")).toMatch(/<th scope="row">503<\/th><td>any<\/td><td class="number">1 left<\/td>/u);
    expect(after).toMatch(/Why is the sky blue\?[\s\S]*503, answered/u);
  });

  test("takes one off, or all of them", async () => {
    await submit("/faults/model", { fault: "500", count: "9" });
    await submit("/faults/model", { fault: "503", count: "9" });
    const [, first] = /\/faults\/model\/(\d+)\/off/u.exec(await pageOf("/faults"))!;
    expect(await (await submit(`/faults/model/${first}/off`)).text()).toContain("It is off.");
    await expect(say("Hello")).rejects.toMatchObject({ status: 503 });
    await submit("/faults/model/clear");
    await say("Hello");
  });

  test("sets the pace, and shows the one that holds", async () => {
    const text = await (await submit("/model/pace", { tokensPerSecond: "2000", ttftMs: "5" })).text();
    expect(text).toContain('<option value="2000" selected>');
    expect(text).toMatch(/name="ttftMs" value="5"/u);
    expect(await (await fetch(`${openai.url}/_sandbox/pace`)).json()).toEqual({ ttftMs: 5, tokensPerSecond: 2_000 });
  });

  test.each([
    ["/faults/model", { fault: "nonsense" }, /Invalid value for &#39;fault&#39;/u],
    ["/faults/model", { fault: "500", count: "0" }, /count/u],
    ["/model/pace", { ttftMs: "soon" }, /expected number, but got string/u],
    ["/faults/model/99/off", {}, /not armed any more/u],
  ])("%s with %j says what is wrong with it, aloud", async (at, fields, words) => {
    const response = await submit(at, fields);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toMatch(/role="alert"/u);
    expect(text).toMatch(words);
  });

  test("does nothing for a page of another site", async () => {
    const response = await submit("/faults/model", { fault: "500" }, { origin: "https://evil.example" });
    expect(response.status).toBe(403);
    await say("Hello");
    const own = await submit("/faults/model", { fault: "500" }, { origin: control.url });
    expect(own.status).toBe(200);
  });

  test("shows what was asked as text, and no secret of it", async () => {
    await say("<script>alert(1)</script> & more");
    const text = await pageOf();
    expect(text).toContain("&#60;script&#62;alert(1)");
    expect(text.match(/<script[^>]*>/gu)).toEqual(['<script src="/live.js" defer>']);
    expect(text).not.toContain("sk-sandbox");
  });

  test("names each field, and has one heading of the first rank", async () => {
    const text = await pageOf();
    expect(text.match(/<h1>/gu)).toHaveLength(1);
    const fields = text.match(/<(?:select|input)\b/gu) ?? [];
    expect(text.match(/<label>[^<]+<(?:select|input)\b/gu)).toHaveLength(fields.length);
  });
});

test("without an OpenAI sandbox the page says so, and its forms too", async () => {
  const alone = await startControlSandbox({
    port: 0,
    dataDir: folder,
    neighbours: { openaiUrl: "http://127.0.0.1:1" },
  });
  expect(await pageOf("/model", alone.url)).toContain("No OpenAI sandbox answers");
  const response = await fetch(`${alone.url}/faults/model`, { method: "POST", body: "fault=500" });
  expect([response.status, (await response.text()).includes("does not answer")]).toEqual([400, true]);
  await alone.close();
});
