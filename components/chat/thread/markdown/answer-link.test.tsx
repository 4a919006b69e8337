import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AnswerLink } from "./answer-link";

const rendered = (href: string, said: string) =>
  renderToStaticMarkup(
    <AnswerLink href={href} said={said}>
      {said}
    </AnswerLink>,
  );

test.each([
  ["https://evil.test", "bank.test", "evil.test"],
  ["https://bank.test@evil.test/", "https://bank.test@evil.test/", "evil.test"],
  ["https://bank.test.evil.test", "bank.test", "bank.test.evil.test"],
  ["https://b\u0430nk.test", "b\u0430nk.test", "xn--bnk-6cd.test"],
  ["mailto:me@evil.test", "me@bank.test", "me@evil.test"],
])("a link to %s that says %s shows where it leads", (href, said, target) => {
  expect(rendered(href, said)).toContain(`(${target})`);
});

test("marks that turn the writing do not reach the target", () => {
  const shown = rendered("https://moc.knab.evil.test", "pay here\u202e");
  expect(shown).toMatch(/<span[^>]* dir="ltr">[^<]*\(moc\.knab\.evil\.test\)<\/span>/);
});

test("a link that says just its target says it once", () => {
  expect(rendered("https://bank.test/a", "https://bank.test/a")).not.toContain("(bank.test)");
});
