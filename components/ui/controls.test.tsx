import { describe, expect, test } from "vitest";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { Day } from "@/components/ui/day";
import { Dialog } from "@/components/ui/dialog";
import { IconButton, IconLink } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLine, MenuLink } from "@/components/ui/menu";
import { Page } from "@/components/ui/page";
import { pageOf } from "@/components/ui/testing/page";
import { OutsideLink, TextLink } from "@/components/ui/text-link";

const nothing = () => undefined;

describe("a menu", () => {
  const { html, all, links } = pageOf(
    <Menu label="More" trigger={<svg aria-hidden="true" />}>
      <MenuItem onClick={nothing}>Rename</MenuItem>
      <MenuItem tone="bad" disabled>
        Delete
      </MenuItem>
      <MenuLine />
      <MenuItem aria-checked={true}>Dark</MenuItem>
      <MenuLink href="/billing">Billing</MenuLink>
    </Menu>,
  );

  test("belongs to a button that says what it is and that it is closed", () => {
    const [button] = all("button") as { [name: string]: string }[];
    expect(button).toMatchObject({ text: "More", "aria-haspopup": "menu", "aria-expanded": "false" });
    expect(html).toContain(`id="${button?.["popoverTarget"]}" popover="auto" role="menu" aria-label="More"`);
  });

  test("has things to do, choices and places, each told apart", () => {
    const roles = [...all("button").slice(1), ...all("a")] as { text: string; role?: string }[];
    expect(roles.map(({ text, role }) => [text, role])).toEqual([
      ["Rename", "menuitem"],
      ["Delete", "menuitem"],
      ["Dark", "menuitemradio"],
      ["Billing", "menuitem"],
    ]);
    expect(links).toEqual({ Billing: "/billing" });
  });

  test("none of its items sends a form unless it says so", () => {
    for (const item of all("button")) expect(item).toMatchObject({ type: "button" });
  });

  test("marks what is chosen by more than colour", () => {
    expect(html).toMatch(/aria-checked="true"[^>]*>Dark<svg/);
    expect(html.match(/lucide-check/g)).toHaveLength(1);
  });
});

describe("an open dialog", () => {
  const { html, all } = pageOf(
    <Dialog isOpen onClose={nothing} title="Delete this chat?">
      It can not be brought back.
    </Dialog>,
  );

  test("is named by its heading, and can be closed by a button", () => {
    const [dialog] = all("dialog") as { [name: string]: string }[];
    expect(html).toContain(`<h2 id="${dialog?.["aria-labelledby"]}"`);
    expect(dialog?.["text"]).toBe("Delete this chat? It can not be brought back.");
    expect(all("button")).toMatchObject([{ text: "Close", type: "button" }]);
  });

  test("is opened by script as a modal, so that the rest of the page is out of reach", () => {
    expect(all("dialog")[0]).not.toHaveProperty("open");
  });
});

test("an icon that goes somewhere has a name, for ears and for eyes", () => {
  const { links, html } = pageOf(<IconLink href="/chat" label="New chat" icon={<svg aria-hidden="true" />} />);
  expect(links).toEqual({ "New chat": "/chat" });
  expect(html).toMatch(/<span aria-hidden="true"[^>]*>New chat<\/span>/);
});

test("what is unfolded by an icon says whether it is", () => {
  const { all } = pageOf(<IconButton label="Menu" icon={<svg aria-hidden="true" />} aria-expanded={true} />);
  expect(all("button")).toMatchObject([{ text: "Menu", "aria-expanded": "true" }]);
});

test("a link that stays opens here, one that leaves opens beside", () => {
  expect(pageOf(<TextLink href="/pricing">Pricing</TextLink>).all("a")[0]).not.toHaveProperty("target");
  expect(pageOf(<OutsideLink href="https://example.com">Terms</OutsideLink>).all("a")).toMatchObject([
    { target: "_blank", rel: "noreferrer", text: "Terms (opens in a new tab)" },
  ]);
});

test("a link can look like a button and stays a link", () => {
  const { all, links } = pageOf(
    <ButtonLink href="/billing" variant="danger">
      Cancel it
    </ButtonLink>,
  );
  expect(all("button")).toEqual([]);
  expect(links).toEqual({ "Cancel it": "/billing" });
});

test.each(["sm", "md", "lg"] as const)("a button of size %s is 44 px for a finger", (size) => {
  expect(buttonLook({ size })).toMatch(/(^| )(h-11|pointer-coarse:h-11|md:pointer-coarse:h-11)( |$)/);
});

test("a badge says its state in words, in every tone", () => {
  for (const tone of ["neutral", "accent", "good", "warn", "bad"] as const) {
    expect(pageOf(<Badge tone={tone}>Past due</Badge>).text).toBe("Past due");
  }
});

test("a day is written for people and exact for machines", () => {
  const at = new Date("2026-12-31T23:30:00Z");
  const read = (locale: string) => pageOf(<Day at={at} locale={locale} />);
  expect([read("en-US").text, read("en-GB").text]).toEqual(["December 31, 2026", "31 December 2026"]);
  expect(read("en-US").all("time")).toMatchObject([{ dateTime: "2026-12-31T23:30:00.000Z" }]);
});

test("initials are decoration: the name stands beside them", () => {
  expect(pageOf(<Avatar name="Ada Lovelace" email="ada@parley.test" />).text).toBe("");
});

test("forms stand in a narrow column, tables in a wide one", () => {
  expect(pageOf(<Page>form</Page>).html).toContain("max-w-3xl");
  expect(pageOf(<Page width="wide">table</Page>).html).toContain("max-w-6xl");
});
