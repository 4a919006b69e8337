import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { StandInBanner } from "@/components/shell/stand-in-banner";

const rendered = (standIns: string[], controlUrl?: string) =>
  renderToStaticMarkup(<StandInBanner standIns={standIns} controlUrl={controlUrl} />);

test("with real services there is no banner", () => {
  expect(rendered([])).toBe("");
});

test("it names every service that is stood in for", () => {
  expect(rendered(["Stripe", "OpenAI", "Mail"])).toContain("Stripe, OpenAI and Mail are local stand-ins");
  expect(rendered(["Mail"])).toContain("Mail is a local stand-in");
});

test("the mailbox is linked only where there is one", () => {
  expect(rendered(["Mail"], "http://localhost:4244")).toContain('href="http://localhost:4244"');
  expect(rendered(["Stripe"])).not.toContain("href");
});
