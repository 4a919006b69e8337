import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { escapeHtml, html, linked } from "./html";
import { startControlSandbox } from "./sandbox";

const EVIL = `"><script>alert('x')</script>&amp;`;
let folder: string;
let sandbox: Running;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "pages-"));
  sandbox = await startControlSandbox({
    port: 0,
    dataDir: folder,
    neighbours: {
      appUrl: "http://localhost:3000",
      stripeUrl: "http://localhost:4242",
      openaiUrl: "http://localhost:4243/v1",
    },
  });
});
beforeEach(() => fetch(`${sandbox.url}/api/mailbox`, { method: "DELETE" }));
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function send(subject: string, content: { text?: string; html?: string }, to = "ada@example.test") {
  const parts = [
    ...(content.text ? [{ type: "text/plain", value: content.text }] : []),
    ...(content.html ? [{ type: "text/html", value: content.html }] : []),
  ];
  await fetch(`${sandbox.url}/v3/mail/send`, {
    method: "POST",
    headers: { authorization: "Bearer SG.x" },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: to }] }],
      from: { email: "hello@parley.test", name: EVIL },
      subject,
      content: parts,
    }),
  });
  const [letter] = (await (await fetch(`${sandbox.url}/api/mailbox`)).json()) as { id: string }[];
  return letter!.id;
}

async function page(at: string) {
  const response = await fetch(sandbox.url + at);
  return {
    status: response.status,
    text: await response.text(),
    policy: response.headers.get("content-security-policy") ?? "",
  };
}

describe("the pages", () => {
  test("the front page links to what is stood in for, and says when there is no mail", async () => {
    const { text, status } = await page("/");
    expect(status).toBe(200);
    for (const url of ["http://localhost:3000", "http://localhost:4242", "/model", "/mailbox"]) {
      expect(text).toContain(`href="${url}"`);
    }
    expect(text).toContain("None yet");
  });

  test("the front page shows the five newest letters and where the rest is", async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) await send(`Letter ${number}`, { text: "x" });
    const { text } = await page("/");
    expect([1, 2, 6].map((number) => text.includes(`Letter ${number}<`))).toEqual([false, true, true]);
    expect(text).toContain("All 6 letters");
  });

  test("the mailbox shows one person's letters, or says that there is none", async () => {
    await send("For Ada", { text: "x" });
    await send("For Bob", { text: "x" }, "bob@example.test");
    const { text } = await page("/mailbox?to=BOB@example.test");
    expect([text.includes("For Bob"), text.includes("For Ada")]).toEqual([true, false]);
    expect((await page("/mailbox?to=cy@example.test")).text).toContain("No letter was sent to cy@example.test");
  });

  test("a letter is shown with its links clickable, and its HTML in a frame that runs nothing", async () => {
    const id = await send("Confirm", {
      text: "Open https://parley.test/verify?token=a&x=1.",
      html: '<a href="https://parley.test/verify">Confirm</a><script>alert(1)</script>',
    });
    const { text } = await page(`/mailbox/${id}`);
    expect(text).toContain('href="https://parley.test/verify?token=a&#38;x=1"');
    expect(text).toMatch(/<iframe[^>]+sandbox="allow-popups allow-popups-to-escape-sandbox"/u);
    expect(text).not.toContain("alert(1)");
    const framed = await page(`/mailbox/${id}/html`);
    expect(framed.text).toContain("Confirm</a>");
    expect(framed.policy).toMatch(/^sandbox allow-popups/u);
    expect(framed.policy).toContain("default-src 'none'");
    expect(framed.policy).not.toContain("script-src");
  });

  test("nothing that a letter holds gets out of its place", async () => {
    const id = await send(EVIL, { text: `${EVIL} http://x.test/"onclick="y` });
    for (const at of ["/", "/mailbox", `/mailbox/${id}`, `/mailbox?to=${encodeURIComponent(EVIL)}`]) {
      const { text, policy } = await page(at);
      expect(text.match(/<script[^>]*>/giu)).toEqual(['<script src="/live.js" defer>']);
      expect(text).not.toContain('onclick="y');
      expect(policy).toContain("default-src 'none'");
    }
  });

  test("a letter that is gone is a page with status 404", async () => {
    const response = await fetch(`${sandbox.url}/mailbox/gone`, { headers: { accept: "text/html" } });
    expect([response.status, (await response.text()).includes("There is nothing here")]).toEqual([404, true]);
    expect((await page("/mailbox/gone/html")).status).toBe(404);
    const other = await fetch(`${sandbox.url}/nowhere`, { headers: { accept: "text/html,*/*" } });
    expect([other.status, other.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });

  test("HEAD is answered like GET, without the page", async () => {
    const response = await fetch(`${sandbox.url}/mailbox`, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("HTML templates", () => {
  test("escape whatever is put in them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { source } = html`<p title="${text}">${text}</p>`;
        expect(source.replaceAll(/[^<>"]/gu, "")).toBe('<""><>');
        expect(escapeHtml(text)).not.toMatch(/[<>"']/u);
      }),
    );
  });

  test("leave out what is not there, and keep what is HTML", () => {
    expect(html`${null}${undefined}${false}${0}${[html`<b>${1}</b>`, html`<i></i>`]}`.source).toBe("0<b>1</b><i></i>");
  });

  test("make links of web addresses only, without the full stop after them", () => {
    expect(
      linked("See http://a.test/x?y=1, or javascript:alert(1) (https://b.test).").source.match(/href="[^"]*"/gu),
    ).toEqual(['href="http://a.test/x?y=1"', 'href="https://b.test"']);
  });

  test("keep every character of the text around links", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl())), (parts) => {
        const text = parts.join(" ");
        const plain = linked(text).source.replaceAll(/<[^>]+>/gu, "");
        expect(plain).toBe(escapeHtml(text));
      }),
    );
  });
});
