import { faultsDesk } from "../faults/desk";
import type { Answer, PageRequest } from "../http/listener";
import { idsIn } from "../http/route";
import { challengeDonePage, challengePage } from "./challenge-page";
import { checkoutPage } from "./checkout-page";
import { control } from "./control";
import { creditNotePdfAnswer } from "./credit-note-pdf";
import { invoicePage, invoicePdfAnswer } from "./invoice-page";
import { notFoundPage, page } from "./layout";
import { html } from "./html";
import { overviewPage } from "./overview-page";
import type { PagesParts } from "./parts";
import { portalPage } from "./portal-page";

type Page = (parts: PagesParts, request: PageRequest, id: string) => Answer | Promise<Answer>;

const PAGES: { methods: string[]; pattern: string; show: Page }[] = [
  { methods: ["GET"], pattern: "/", show: (parts) => overviewPage(parts) },
  { methods: ["GET", "POST"], pattern: "/c/pay/:id", show: checkoutPage },
  { methods: ["GET", "POST"], pattern: "/3ds/:id", show: challengePage },
  { methods: ["GET"], pattern: "/3ds/:id/done", show: challengeDonePage },
  { methods: ["GET", "POST"], pattern: "/p/session/:id", show: portalPage },
  { methods: ["GET", "POST"], pattern: "/i/:id", show: invoicePage },
  { methods: ["GET"], pattern: "/cn/:id/pdf", show: (parts, _request, id) => creditNotePdfAnswer(parts, id) },
  { methods: ["GET"], pattern: "/i/:id/pdf", show: (parts, _request, id) => invoicePdfAnswer(parts, id) },
];

/** All that is not the API: what people see, and what the sandbox tells of itself under `/_sandbox`. */
export function createPages(parts: PagesParts): (request: PageRequest) => Promise<Answer> {
  return async (request) => {
    if (/^\/_sandbox\/faults(\/|$)/.test(request.path)) return faultsDesk(parts, request);
    if (request.path.startsWith("/_sandbox")) return control(parts, request);
    const steps = request.path.split("/");
    for (const { methods, pattern, show } of PAGES) {
      const ids = idsIn(pattern.split("/"), steps);
      if (!ids) continue;
      const method = request.method === "HEAD" ? "GET" : request.method;
      if (!methods.includes(method)) return refused(methods);
      return show(parts, request, ids[0] ?? "");
    }
    return notFoundPage("This page");
  };
}

function refused(methods: string[]): Answer {
  const answer = page(html`<h1>That is not how this page works</h1>`, { title: "Not allowed", status: 405 });
  return { ...answer, headers: { ...answer.headers, allow: methods.join(", ") } };
}
