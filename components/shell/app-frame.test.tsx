import { PathnameContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { describe, expect, test } from "vitest";
import { AppFrame } from "@/components/shell/app-frame";
import { NavLink } from "@/components/shell/nav-link";
import { pageOf, type Screen } from "@/components/ui/testing/page";

function frame(screen?: Screen) {
  return pageOf(
    <PathnameContext value="/chat">
      <AppFrame sidebar={<nav aria-label="Chats">list</nav>} action={<button type="button">New chat</button>}>
        <h1>Billing</h1>
      </AppFrame>
    </PathnameContext>,
    screen,
  );
}

describe("the frame of the app", () => {
  test("has one main place, the one that links to the content lead to", () => {
    expect(frame().all("main")).toMatchObject([{ id: "content", text: "Billing" }]);
  });

  test("has what can not wait before the page, and outside of it", () => {
    const page = pageOf(
      <PathnameContext value="/chat">
        <AppFrame sidebar={<nav>list</nav>} notice={<p>Pay now</p>}>
          <h1>Chat</h1>
        </AppFrame>
      </PathnameContext>,
    );
    expect(page.text).toMatch(/Pay now Chat$/);
    expect(page.all("main")).toMatchObject([{ text: "Chat" }]);
  });

  test("names the sidebar, and holds it once while the drawer is closed", () => {
    const page = frame();
    expect(page.all("aside")).toMatchObject([{ text: "Sidebar" }]);
    expect(page.html.match(/aria-label="Chats"/g)).toHaveLength(1);
  });

  test("on a phone has a button for the menu, that says it is closed, and the one thing to do", () => {
    const page = frame("phone");
    const [button, ...others] = page.all("button");
    expect(button).toMatchObject({ text: "Open the menu", "aria-expanded": "false", type: "button" });
    expect(others).toMatchObject([{ text: "New chat" }]);
  });

  test("leads home from the mark, under a name", () => {
    expect(frame().links).toMatchObject({ "Parley, your chats": "/chat" });
  });
});

describe("a place in the sidebar", () => {
  const current = (path: string, href = "/admin/billing") => {
    const { all } = pageOf(
      <PathnameContext value={path}>
        <NavLink href={href} icon={<svg aria-hidden="true" />}>
          Billing
        </NavLink>
      </PathnameContext>,
    );
    return (all("a")[0] as { "aria-current"?: string })["aria-current"];
  };

  test("says that one is there, or somewhere below it", () => {
    expect(current("/admin/billing")).toBe("page");
    expect(current("/admin/billing/events")).toBe("true");
  });

  test("is not confused by another place that begins alike", () => {
    expect(current("/admin/billing-old")).toBeUndefined();
    expect(current("/admin")).toBeUndefined();
    expect(current("/chat", "/")).toBeUndefined();
  });
});

test("without an action the bar on a phone has only the menu and the mark", () => {
  const { all, links } = pageOf(
    <PathnameContext value="/admin/billing">
      <AppFrame sidebar={<nav>list</nav>}>page</AppFrame>
    </PathnameContext>,
    "phone",
  );
  expect(all("button").map(({ text }) => text)).toEqual(["Open the menu"]);
  expect(Object.keys(links)).toEqual(["Parley, your chats"]);
});
