import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Meter } from "@/components/ui/meter";

const rendered = (share: number) => renderToStaticMarkup(<Meter label="Allowance" text="some used" share={share} />);

test.each([
  [-1, "0.00%"],
  [0, "0.00%"],
  [0.3333, "33.33%"],
  [1, "100.00%"],
  [7, "100.00%"],
  [Number.NaN, "0.00%"],
])("a share of %d is drawn as %s", (share, width) => {
  expect(rendered(share)).toContain(`width:${width}`);
});

test("it is quiet, then warns at four fifths, then is full", () => {
  expect(rendered(0.79)).toContain("bg-muted");
  expect(rendered(0.8)).toContain("bg-warn");
  expect(rendered(0.99)).toContain("bg-warn");
  expect(rendered(1)).toContain("bg-bad");
});

test("it is read in words, not in per cent", () => {
  expect(rendered(0.5)).toContain('aria-label="Allowance" aria-valuetext="some used"');
});
