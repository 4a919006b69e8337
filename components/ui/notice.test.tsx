import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Notice } from "@/components/ui/notice";

test.each([
  ["info", "Note"],
  ["good", "Done"],
  ["warn", "Warning"],
  ["bad", "Problem"],
] as const)("a notice in the tone %s says so in a word", (tone, word) => {
  expect(renderToStaticMarkup(<Notice tone={tone}>What happened.</Notice>)).toContain(`${word}: </span>`);
});

test("its next step stands beside it", () => {
  const html = renderToStaticMarkup(
    <Notice title="Your payment failed" action={<button type="button">Pay now</button>}>
      Your plan runs on for three days.
    </Notice>,
  );
  expect(html).toMatch(/Your payment failed.*three days.*Pay now/);
});
