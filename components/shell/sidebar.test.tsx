import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Sidebar } from "@/components/shell/sidebar";
import { UserMenu } from "@/components/shell/user-menu";

const ada = { name: "Ada Lovelace", email: "ada@parley.test", role: "user" as const };
const never = async () => undefined;

function menuOf(viewer: Parameters<typeof UserMenu>[0]["viewer"], theme: "system" | "dark" = "system") {
  return renderToStaticMarkup(<UserMenu viewer={viewer} theme={theme} signOut={never} />);
}

describe("the person's menu", () => {
  test("is named by the person, or by the address without a name", () => {
    expect(menuOf(ada)).toMatch(/<button[^>]*aria-haspopup="menu"[^>]*>.*?Ada Lovelace.*?<\/button>/s);
    expect(menuOf({ ...ada, name: null })).toMatch(/aria-haspopup="menu"[^>]*>.*?ada@parley.test.*?<\/button>/s);
  });

  test("shows the way to the admin pages only to admins", () => {
    expect(menuOf(ada)).not.toContain("/admin");
    expect(menuOf({ ...ada, role: "admin" })).toContain('href="/admin/billing"');
  });

  test("marks the one theme that is chosen", () => {
    expect(menuOf(ada, "dark").match(/aria-checked="true"/g)).toHaveLength(1);
    expect(menuOf(ada, "dark")).toMatch(/aria-checked="true"[^>]*>.*?Dark/s);
  });

  test("signs out by a form, so that it works before the script has loaded", () => {
    expect(menuOf(ada)).toMatch(/<form[^>]*>.*?type="submit".*?Sign out/s);
  });
});

test("the sidebar ends with the meter and then the person", () => {
  const html = renderToStaticMarkup(
    <Sidebar meter={<i>meter</i>} person={<b>person</b>}>
      <u>list</u>
    </Sidebar>,
  );
  expect(html).toMatch(/list.*meter.*person/s);
});
