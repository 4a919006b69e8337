import { describe, expect, test } from "vitest";
import type { Answer } from "../http/listener";
import { html } from "./html";
import { invoicePdf } from "./invoice-pdf";
import { notFoundPage, page, redirect } from "./layout";
import { timeText } from "./words";
import { EVIL, aSite } from "../testing/hostile-site";

const PAGES = [
  "overview",
  "checkout",
  "trial",
  "known",
  "setup",
  "portal",
  "invoice",
  "missing",
  "codes",
  "discount",
  "plans",
  "preview",
] as const;

const attributes = (tag: string) => new Map([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));

const tags = (text: string, name: string) => [...text.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map((m) => m[0]);

describe.each(PAGES)("the page %s", (name) => {
  test("says that no money moves, in English, with a title and one heading at most", async () => {
    const { ask, paths } = await aSite();
    const { text, headers } = await ask(paths[name]);
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<header class="banner"><strong>Sandbox:</strong> no money moves.</header>');
    expect(text).toMatch(/<title>[^<]+<\/title>/);
    expect(tags(text, "main")).toHaveLength(1);
    expect(tags(text, "h1").length).toBeLessThanOrEqual(1);
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  });

  test("shows what others wrote as text", async () => {
    const { ask, paths } = await aSite();
    const { text } = await ask(paths[name]);
    expect(tags(text, "script")).toEqual([]);
    expect(tags(text, "img")).toEqual([]);
    expect(text).not.toContain("onerror='");
  });

  test("has a label for every field, a name for every button and link, and no id twice", async () => {
    const { ask, paths } = await aSite();
    const { text } = await ask(paths[name]);
    const labels = new Set(tags(text, "label").map((tag) => attributes(tag).get("for")));
    const fields = [...tags(text, "input"), ...tags(text, "select"), ...tags(text, "textarea")].map(attributes);
    for (const field of fields) expect(field.get("type") === "hidden" || labels.has(field.get("id"))).toBe(true);
    for (const [, words] of text.matchAll(/<(?:button|a)\b[^>]*>([^]*?)<\/(?:button|a)>/g))
      expect(words?.trim()).not.toBe("");
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a form that came back", () => {
  test("marks each wrong field, says why beside it, keeps what was typed, and never the security code", async () => {
    const { ask, paths } = await aSite();
    const typed = new URLSearchParams({ number: "4242", expiry: "13/40", cvc: "98", name: EVIL, email: "nobody" });
    const { text, status } = await ask(paths.checkout, { body: typed.toString() });
    expect(status).toBe(400);
    const wrong = tags(text, "input")
      .map(attributes)
      .filter((field) => field.get("aria-invalid") === "true");
    expect(wrong.map((field) => field.get("name"))).toEqual(["email", "number", "expiry", "cvc"]);
    for (const field of wrong) expect(text).toContain(`<p class="error" id="${field.get("aria-describedby")}">`);
    const values = new Map(
      tags(text, "input")
        .map(attributes)
        .map((field) => [field.get("name"), field.get("value")]),
    );
    expect([values.get("number"), values.get("cvc")]).toEqual(["4242", ""]);
    expect(tags(text, "script")).toEqual([]);
    expect(text).toContain("<title>Check your details</title>");
  });

  test("a refused card is told aloud with 402, and that nothing was charged", async () => {
    const { ask, paths, world } = await aSite();
    const typed = new URLSearchParams({ number: "4000000000000002", expiry: "12/40", cvc: "123", email: "a@b.co" });
    const { text, status } = await ask(paths.checkout, { body: typed.toString() });
    expect(status).toBe(402);
    expect(text).toMatch(/role="alert"><strong>Your card was declined\.<\/strong> Nothing was charged/);
    expect(world.all("subscriptions")).toHaveLength(1);
  });
});

test("an invoice that is still a draft has neither page nor PDF", async () => {
  const { ask, world, customer } = await aSite();
  const { id } = world.post("/v1/invoices", { customer }) as { id: string };
  expect([(await ask(`/i/${id}`)).status, (await ask(`/i/${id}/pdf`)).status]).toEqual([404, 404]);
});

test.each([
  ["uncollectible", "Given up as uncollectible"],
  ["void", "Void: nothing is owed"],
  ["open", "$5.00 due"],
])("an invoice that is %s says %j", async (status, words) => {
  const { ask, world } = await aSite();
  const customer = world.payer();
  world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
  const fields = { customer, pending_invoice_items_behavior: "include" };
  const { id } = world.post("/v1/invoices", fields) as { id: string };
  world.post(`/v1/invoices/${id}/finalize`);
  if (status !== "open") world.post(`/v1/invoices/${id}/${status === "void" ? "void" : "mark_uncollectible"}`);
  expect((await ask(`/i/${id}`)).text).toContain(words);
});

test("each of the five signs that mean something in markup is written so that it means itself", () => {
  expect(html`<p title="${`"'<>&`}">${"a & b"}</p>`.text).toBe('<p title="&#34;&#39;&#60;&#62;&#38;">a &#38; b</p>');
});

test("parts: a page has the status it is given, a redirect asks with GET, and words are whole", () => {
  const one: Answer = page(html`<p>x</p>`, { title: EVIL, status: 418, wide: true });
  expect([one.status, tags(String(one.body), "script")]).toEqual([418, []]);
  expect(redirect("/x")).toMatchObject({ status: 303, headers: { location: "/x" }, body: "" });
  expect(notFoundPage("It").status).toBe(404);
  expect(timeText(0)).toBe("1970-01-01 00:00:00 UTC");
  expect(invoicePdf([]).toString("latin1")).toContain("/Count 1");
});
