import { describe, expect, test } from "vitest";
import { FailureMessage } from "@/components/shell/failure-message";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { SiteHeader } from "@/components/shell/site-header";
import { SiteFooter } from "@/components/shell/site-footer";
import { StandInBanner } from "@/components/shell/stand-in-banner";
import { pageOf } from "@/components/ui/testing/page";

describe("a page with nothing but a message", () => {
  test("has a heading, what happened, and one next step", () => {
    const page = pageOf(
      <FullPageMessage title="There is nothing here" action={<button type="button">To your chats</button>}>
        The address may be wrong.
      </FullPageMessage>,
    );
    expect(page.all("h1")).toMatchObject([{ text: "There is nothing here" }]);
    expect(page.text).toBe("There is nothing here The address may be wrong. To your chats");
  });

  test("that broke says that nothing is lost, and can be tried again", () => {
    const page = pageOf(<FailureMessage digest={undefined} onRetry={() => undefined} />);
    expect(page.text).toBe(
      "This page did not work Something went wrong on our side; nothing you have written or paid is affected. Try again",
    );
    expect(page.all("button")).toMatchObject([{ text: "Try again", type: "button" }]);
  });
});

describe("the public pages", () => {
  test("have their ways under a name, and the mark leads home", () => {
    const page = pageOf(<SiteHeader isSignedIn={false} />);
    expect(page.all("nav")).toMatchObject([{ text: "Site" }]);
    expect(page.links).toEqual({
      "Parley, home": "/",
      Pricing: "/pricing",
      "Sign in": "/sign-in",
      "Start free": "/sign-up",
    });
  });

  test("on a phone the way to sign up gives way, and signing in stays", () => {
    const { links } = pageOf(<SiteHeader isSignedIn={false} />, "phone");
    expect(Object.keys(links)).toEqual(["Parley, home", "Pricing", "Sign in"]);
  });

  test("end with the same ways", () => {
    expect(Object.values(pageOf(<SiteFooter />).links)).toEqual(["/pricing", "/docs/api", "/sign-in", "/sign-up"]);
  });
});

describe("the banner of the sandbox", () => {
  const banner = (screen: "phone" | "desktop") =>
    pageOf(<StandInBanner standIns={["Stripe", "Mail"]} controlUrl="http://localhost:4244" />, screen);

  test("is a landmark that says what is not real", () => {
    expect(banner("desktop").all("aside")).toMatchObject([{ text: "Sandbox" }]);
    expect(banner("desktop").text).toBe(
      "Sandbox. Stripe and Mail are local stand-ins: no real money moves, no real mail is sent. Mailbox (opens in a new tab)",
    );
  });

  test("fits a phone in one sentence", () => {
    expect(banner("phone").text).toBe("Sandbox. Stripe and Mail are local stand-ins. Mailbox (opens in a new tab)");
  });
});
