import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { BrokenLink } from "@/components/account/broken-link";
import { MailboxHint } from "@/components/account/mailbox-hint";
import { SocialSignIn } from "@/components/account/social-sign-in";

const action = async () => undefined;

describe("the ways in by a provider", () => {
  test("do not exist where none is configured, nor does the line that sets them apart", () => {
    expect(renderToStaticMarkup(<SocialSignIn providers={[]} action={action} next="/chat" />)).toBe("");
  });

  test("are a form each, with the provider and where to go", () => {
    const html = renderToStaticMarkup(<SocialSignIn providers={["google", "github"]} action={action} next="/chat" />);
    expect(html.match(/<form/g)).toHaveLength(2);
    expect(html).toMatch(/name="provider" value="google".*Continue with Google/s);
    expect(html).toMatch(/name="provider" value="github".*Continue with GitHub/s);
    expect(html.match(/name="next" value="\/chat"/g)).toHaveLength(2);
  });
});

test("the sandbox's mailbox is one press away, and not mentioned where there is none", () => {
  expect(renderToStaticMarkup(<MailboxHint controlUrl="http://localhost:4244" />)).toContain(
    'href="http://localhost:4244"',
  );
  expect(renderToStaticMarkup(<MailboxHint controlUrl={undefined} />)).toBe("");
});

test("a link that lost its token leads to a new one", () => {
  const html = renderToStaticMarkup(<BrokenLink again="/forgot-password" askAgain="Send me a new link" />);
  expect(html).toMatch(/incomplete.*href="\/forgot-password".*Send me a new link/s);
});
