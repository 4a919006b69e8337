import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { FailureMessage } from "@/components/shell/failure-message";
import { listed } from "@/components/shell/listed";
import { SiteFooter } from "@/components/shell/site-footer";
import { SiteHeader } from "@/components/shell/site-header";

function linksIn(html: string): string[] {
  return [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
}

describe("the top of the public pages", () => {
  test("leads a stranger in", () => {
    expect(linksIn(renderToStaticMarkup(<SiteHeader isSignedIn={false} />))).toEqual([
      "/",
      "/pricing",
      "/sign-in",
      "/sign-up",
    ]);
  });

  test("leads who is signed in back to work, and offers no second account", () => {
    expect(linksIn(renderToStaticMarkup(<SiteHeader isSignedIn />))).toEqual(["/", "/pricing", "/chat"]);
  });
});

test("the footer links to pages that exist", () => {
  expect(linksIn(renderToStaticMarkup(<SiteFooter />))).toEqual(["/pricing", "/docs/api", "/sign-in", "/sign-up"]);
});

describe("a page that broke", () => {
  test("gives the number by which the operator finds it", () => {
    expect(renderToStaticMarkup(<FailureMessage digest="4711" onRetry={() => {}} />)).toContain("4711");
  });

  test("asks for no number that there is not", () => {
    expect(renderToStaticMarkup(<FailureMessage digest={undefined} onRetry={() => {}} />)).not.toContain("number");
  });
});

test.each([
  [["Mail"], "Mail"],
  [["Stripe", "Mail"], "Stripe and Mail"],
  [["Stripe", "OpenAI", "Mail"], "Stripe, OpenAI and Mail"],
])("%j in a sentence is %s", (names, sentence) => {
  expect(listed(names)).toBe(sentence);
});
