import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { IntervalSwitch } from "@/components/marketing/interval-switch";
import { Questions } from "@/components/marketing/questions";
import { QUESTIONS } from "@/components/marketing/questions-about-paying";

describe("the switch between month and year", () => {
  test("is made of links, so that it works without script", () => {
    const html = renderToStaticMarkup(<IntervalSwitch interval="month" />);
    expect(html).toContain('href="/pricing"');
    expect(html).toContain('href="/pricing?interval=year"');
  });

  test.each([
    ["month", "Monthly"],
    ["year", "Yearly"],
  ] as const)("marks the %s that is shown, and only it", (interval, label) => {
    const html = renderToStaticMarkup(<IntervalSwitch interval={interval} />);
    expect(html.match(/aria-current/g)).toHaveLength(1);
    expect(html).toMatch(new RegExp(`aria-current="true"[^>]*>${label}`));
  });
});

describe("questions", () => {
  test("open in place without script", () => {
    const html = renderToStaticMarkup(<Questions items={[{ question: "Why?", answer: "Because." }]} />);
    expect(html).toMatch(/<details.*<summary[^>]*>Why\?.*<\/summary>.*Because\./s);
  });

  test("are asked once each", () => {
    const asked = QUESTIONS.map(({ question }) => question);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
