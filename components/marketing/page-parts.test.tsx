import { describe, expect, test } from "vitest";
import { IntervalSwitch } from "@/components/marketing/interval-switch";
import { PlanColumns } from "@/components/marketing/plan-columns";
import { ProductPicture } from "@/components/marketing/product-picture";
import { Proof } from "@/components/marketing/proof";
import { Questions } from "@/components/marketing/questions";
import { QUESTIONS } from "@/components/marketing/questions-about-paying";
import { pageOf } from "@/components/ui/testing/page";

describe("the plans", () => {
  const plans = (given: Partial<Parameters<typeof PlanColumns>[0]> = {}) =>
    pageOf(<PlanColumns interval="month" currency="usd" isSignedIn={false} locale="en-US" {...given} />);

  test("show the prices of the currency, the free one's too, whole amounts without decimals", () => {
    expect(plans().text).toMatch(/\$0 .*\$19 a month .*\$99 a month/);
    expect(plans({ currency: "eur", locale: "en-DE" }).text).toMatch(/€0 .*€19 a month .*€99 a month/);
    expect(plans({ currency: "gbp", locale: "en-GB", interval: "year" }).text).toMatch(
      /£0 .*£160 a year £32 less than twelve single months .*£850 a year £170 less/,
    );
  });

  test("lead a stranger through signing up to the very plan, and who is in straight there", () => {
    expect(plans().links).toEqual({
      "Start free of Free": "/sign-up",
      "Start 14-day trial of Pro": "/sign-up?next=%2Fbilling%3Fplan%3Dpro%26interval%3Dmonth",
      "Start 14-day trial of Enterprise": "/sign-up?next=%2Fbilling%3Fplan%3Denterprise%26interval%3Dmonth",
    });
    expect(plans({ isSignedIn: true, interval: "year" }).links).toMatchObject({
      "Choose Pro": "/billing?plan=pro&interval=year",
      "Choose Enterprise": "/billing?plan=enterprise&interval=year",
    });
  });

  test("no link names its plan twice", () => {
    for (const isSignedIn of [true, false]) {
      for (const name of Object.keys(plans({ isSignedIn }).links)) expect(name).not.toMatch(/(Pro|Enterprise).*\1/);
    }
  });

  test("have headings of the level that the page has room for", () => {
    expect(
      plans()
        .all("h3")
        .map(({ text }) => text),
    ).toEqual(["Free", "Pro", "Enterprise"]);
    expect(plans({ heading: "h2" }).all("h2")).toHaveLength(3);
    expect(plans({ heading: "h2" }).all("h3")).toEqual([]);
  });

  test.each([
    ["en-US", "$19 a month", "$990 a year"],
    ["en-GB", "US$19 a month", "US$990 a year"],
    ["en-DE", "$19 a month", "$990 a year"],
  ])("are priced in dollars as they are written in %s", (locale, month, year) => {
    expect(plans({ locale }).text).toContain(month);
    expect(plans({ locale, interval: "year" }).text).toContain(year);
  });

  test("one has the accent", () => {
    expect(plans().html.match(/bg-accent text-on-accent/g)).toHaveLength(1);
  });
});

test("the switch between month and year is a named place of two links, which keep where one has scrolled", () => {
  const { all, links } = pageOf(<IntervalSwitch interval="year" />);
  expect(all("nav")).toMatchObject([{ text: "How often to pay" }]);
  expect(links).toEqual({ Monthly: "/pricing", Yearly: "/pricing?interval=year" });
});

describe("questions", () => {
  const page = pageOf(<Questions items={QUESTIONS} />);

  test("are opened one by one, and each answer is in the page from the start", () => {
    expect(page.all("details")).toHaveLength(QUESTIONS.length);
    expect(page.all("summary").map(({ text }) => text)).toEqual(QUESTIONS.map(({ question }) => question));
    for (const { answer } of QUESTIONS) expect(page.text).toContain(answer);
  });

  test("promise no sum and no date, which could change under them", () => {
    for (const { answer } of QUESTIONS) expect(answer).not.toMatch(/[$€£]|\b20\d\d\b/);
  });
});

test("a proof is a heading and a sentence in a list", () => {
  const { all } = pageOf(<Proof title="Nothing is lost">Close the tab.</Proof>);
  expect(all("li")).toMatchObject([{ text: "Nothing is lost Close the tab." }]);
  expect(all("h2")).toMatchObject([{ text: "Nothing is lost" }]);
});

test("the picture of the product is described to who can not see it", () => {
  const { all } = pageOf(<ProductPicture name="chat" phoneName={undefined} alt="A conversation" theme="dark" />);
  expect(all("img")).toMatchObject([{ alt: "A conversation", src: "/screenshots/chat-dark.png" }]);
});
