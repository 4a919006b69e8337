import { describe, expect, test } from "vitest";
import { CheckoutButton } from "@/components/billing/checkout-button";
import { PortalButton } from "@/components/billing/portal-button";
import { pageOf } from "@/components/ui/testing/page";

describe("a button that leads to Stripe", () => {
  const page = pageOf(<PortalButton>Manage plan and card</PortalButton>);

  test("says what it leads to, and not yet that it opens", () => {
    expect(page.all("button")).toMatchObject([{ text: "Manage plan and card", type: "button", "aria-busy": "false" }]);
  });

  test("can be pressed and reached while it works, because a disabled button loses the focus", () => {
    expect(page.all("button")[0]).toMatchObject({ "aria-disabled": "false" });
    expect(page.all("button")[0]).not.toHaveProperty("disabled");
  });

  test("has room for “Opening Stripe…”, so that nothing moves when it is pressed", () => {
    expect(page.html).toMatch(/<span class="invisible">Opening Stripe…/);
  });

  test("has the place where a refusal will be read out, and says nothing in it before there is one", () => {
    expect(page.html).toMatch(/<span id="[^"]+" role="alert" class="[^"]*hidden"><\/span>/);
    expect(page.all("button")[0]).not.toHaveProperty("aria-describedby");
  });

  test("is the thing to do only where one buys", () => {
    const buy = pageOf(<CheckoutButton wish={{ plan: "pro", interval: "month" }}>Buy</CheckoutButton>);
    expect(buy.html).toContain("bg-accent");
    expect(page.html).not.toContain("bg-accent");
  });
});
