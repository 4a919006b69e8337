import { describe, expect, test } from "vitest";
import { UserMenu } from "@/components/shell/user-menu";
import { pageOf } from "@/components/ui/testing/page";
import type { Viewer } from "@/lib/identity/schema";

const never = async () => undefined;
const ADA = { name: "Ada Lovelace", email: "ada@parley.test", role: "user" } as const;

function menu(viewer: Pick<Viewer, "name" | "email" | "role"> = ADA) {
  return pageOf(<UserMenu viewer={viewer} theme="light" signOut={never} />);
}

describe("the person's menu", () => {
  test("leads to what is theirs, and for an admin to what is the operator's", () => {
    expect(menu().links).toEqual({
      "Plan and billing": "/billing",
      Usage: "/usage",
      Settings: "/settings",
      "API keys": "/settings/keys",
    });
    expect(menu({ ...ADA, role: "admin" }).links).toMatchObject({ Admin: "/admin/billing" });
  });

  test("shows the address too, because two accounts can have one name", () => {
    expect(menu().text).toContain("ada@parley.test");
    expect(menu().all("button")[0]).toMatchObject({ text: "Ada Lovelace", "aria-haspopup": "menu" });
  });

  test("a name of markup is a name", () => {
    const page = menu({ ...ADA, name: "<b>Ada</b>" });
    expect(page.all("b")).toEqual([]);
    expect(page.all("button")[0]).toMatchObject({ text: "<b>Ada</b>" });
  });

  test("is one stop of the tab key: arrows move inside it", () => {
    const inside = [...menu().all("a"), ...menu().all("button").slice(1)];
    expect(inside).toHaveLength(8);
    for (const item of inside) expect(item).toMatchObject({ tabindex: "-1" });
  });

  test("themes are choices of one, everything else is something to do", () => {
    const roles = menu()
      .all("button")
      .slice(1)
      .map((item) => [item.text, (item as { role?: string }).role]);
    expect(roles).toEqual([
      ["As the system", "menuitemradio"],
      ["Light", "menuitemradio"],
      ["Dark", "menuitemradio"],
      ["Sign out", "menuitem"],
    ]);
  });
});
