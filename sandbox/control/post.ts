import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/body";
import { sendEmpty, sendHtml } from "../http/replies";
import type { Exchange } from "../http/router";
import { html } from "./html";
import { pagePolicy, renderPage } from "./page";
import { NotInWorld, Refused, SandboxAway } from "./world/stripe-sandbox";

const MAX_FORM_BYTES = 16 * 1024;

/** What the last form did: a sentence, and whether it went wrong. */
export type Notice = { text: string; isProblem: boolean };

/** A page of another site may not press our buttons. Programs say neither where they are nor whence they come. */
export function isFromElsewhere({ method = "GET", headers }: IncomingMessage): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}`;
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString("utf8"));
}

/** Sends the browser on with a GET, so that a reload does nothing again. */
export function goTo(response: ServerResponse, location: string) {
  sendEmpty(response, 303, { location });
}

export function showPage(response: ServerResponse, page: string, { status = 200, formsTo = "" } = {}) {
  sendHtml(response, status, page, pagePolicy(formsTo));
}

/** A handler whose sandbox may be away, or may not have what is asked for: both are pages, not failures. */
export function worldly(work: (exchange: Exchange) => Promise<void>) {
  return async (exchange: Exchange) => {
    try {
      await work(exchange);
    } catch (error) {
      const page = pageOf(error);
      if (!page) throw error;
      showPage(exchange.response, page.text, { status: page.status });
    }
  };
}

/** A form's handler: what is refused is said aloud on a page of its own, with the way back. */
export function form(work: (exchange: Exchange, fields: URLSearchParams) => Promise<void>) {
  return worldly(async (exchange) => work(exchange, await readForm(exchange.request)));
}

function pageOf(error: unknown): { text: string; status: number } | undefined {
  if (error instanceof SandboxAway) return { text: awayPage(), status: 200 };
  if (error instanceof NotInWorld) return { text: goneFromWorld(), status: 404 };
  if (error instanceof Refused) return { text: refusedPage(error.message), status: 400 };
  return undefined;
}

function awayPage(): string {
  return renderPage(
    "Away",
    html`<h1>The Stripe sandbox does not answer</h1>
<p class="muted">It does not run where the app uses the real Stripe. If it should run here, <code>npm start</code> or <code>npm run sandbox:stripe</code> starts it.</p>
<p class="actions"><a class="button" href="">Look again</a><a class="button quiet" href="/">Overview</a></p>`,
  );
}

function goneFromWorld(): string {
  return renderPage(
    "Not found",
    html`<h1>It is not in this world</h1>
<p class="muted">The world may have been reset since you opened the list.</p>
<p class="actions"><a class="button" href="/customers">Customers</a><a class="button quiet" href="/webhooks">Webhooks</a></p>`,
  );
}

function refusedPage(message: string): string {
  return renderPage(
    "Refused",
    html`<h1>That was not done</h1>
<p class="notice problem" role="alert">${message}</p>
<p class="actions"><a class="button" href="/">Overview</a></p>`,
  );
}

export function elsewherePage(): string {
  return renderPage(
    "Refused",
    html`<h1>That was not done</h1>
<p class="notice problem" role="alert">That form was not sent from this page.</p>
<p class="actions"><a class="button" href="/">Overview</a></p>`,
  );
}

/** The sentence a page begins with after a form. */
export function noticeOf(notice: Notice | undefined) {
  if (!notice) return null;
  const { text, isProblem } = notice;
  return html`<p class="${isProblem ? "notice problem" : "notice"}" role="${isProblem ? "alert" : "status"}">${text}</p>`;
}
