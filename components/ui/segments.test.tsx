import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { IntervalSection } from "@/components/billing/interval-section";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { Segments } from "@/components/ui/segments";

const nothing = () => undefined;
const SIZES = [
  { value: "s", label: "Small" },
  { value: "l", label: "Large", icon: <svg aria-hidden="true" /> },
] as const;

/** What a screen reader makes of it: the group's name, and each choice with whether it is the one. */
function heardIn(html: string) {
  const radios = [...html.matchAll(/<label[^>]*><input([^>]*)\/?>(.*?)<\/label>/gs)];
  return {
    group: /<fieldset[^>]*><legend[^>]*>([^<]*)<\/legend>/.exec(html)?.[1],
    choices: radios.map(([, input = "", label = ""]) => [
      label.replaceAll(/<svg.*?<\/svg>|<svg[^>]*>/gs, ""),
      input.includes('checked=""'),
    ]),
  };
}

describe("a choice side by side", () => {
  const html = renderToStaticMarkup(
    <Segments legend="Size" name="size" segments={SIZES} chosen="l" onChoose={nothing} />,
  );

  test("is one group of radio buttons, so that arrow keys move in it and nowhere else", () => {
    expect(html.match(/type="radio"/g)).toHaveLength(2);
    expect(html.match(/name="size"/g)).toHaveLength(2);
  });

  test("says what is chosen among what", () => {
    expect(heardIn(html)).toEqual({
      group: "Size",
      choices: [
        ["Small", false],
        ["Large", true],
      ],
    });
  });

  test("shows where the keyboard is, although the radio button itself is not seen", () => {
    expect(html.match(/has-focus-visible:outline-2/g)).toHaveLength(2);
  });
});

test("how often to pay is one of two", () => {
  const html = renderToStaticMarkup(
    <IntervalSection title="Plans" description={undefined} initial="year" month="$19" year="$190" />,
  );
  expect(html).toContain("$190</section>");
  expect(heardIn(html)).toEqual({
    group: "How often to pay",
    choices: [
      ["Monthly", false],
      ["Yearly", true],
    ],
  });
});

test.each(["system", "light", "dark"] as const)("the theme is painted as chosen from the first byte: %s", (theme) => {
  const { group, choices } = heardIn(renderToStaticMarkup(<ThemeChoice initial={theme} />));
  const labels = { system: "As the system", light: "Light", dark: "Dark" };
  expect(group).toBe("Theme");
  expect(choices.filter(([, isChosen]) => isChosen)).toEqual([[labels[theme], true]]);
  expect(choices).toHaveLength(3);
});
