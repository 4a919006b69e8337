import { expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import SettingsLoading from "@/app/(app)/settings/loading";
import SettingsPage from "@/app/(app)/settings/page";
import { pageOf, readPage } from "@/components/ui/testing/page";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { newId } from "@/lib/platform/ids";

async function settingsOf(given: Parameters<typeof aPerson>[0], { sessions = 1, theme = "" } = {}) {
  const person = await aPerson(given);
  const browser = aBrowser();
  for (let n = 0; n < sessions; n += 1) await browser.become(person);
  if (theme) browser.cookies.set("theme", theme);
  return { person, ...readPage((await browser.visit(SettingsPage)).html) };
}

test("without a session one signs in first, and comes back", async () => {
  expect(await aBrowser().visit(SettingsPage)).toMatchObject({ goesTo: "/sign-in?next=%2Fsettings" });
});

test("shows the address, which can not be changed, and the name, which can", async () => {
  const { person, text, all } = await settingsOf({ name: "Ada" });
  expect(text).toContain(`Email ${person.email}`);
  expect(all("input").filter(({ text: _text, ...input }) => (input as { name?: string }).name === "email")).toEqual([]);
  expect(all("input")[0]).toMatchObject({ name: "name", value: "Ada" });
});

test("who has a password changes it here; who has none is told how they get in, and can have one by mail", async () => {
  const withOne = await settingsOf({});
  expect(withOne.all("button").map(({ text }) => text)).toContain("Change password");
  const person = await aPerson({ password: null });
  await db.account.create({
    data: { id: newId(), userId: person.id, type: "oauth", provider: "github", providerAccountId: newId() },
  });
  const browser = aBrowser();
  await browser.become(person);
  const without = readPage((await browser.visit(SettingsPage)).html);
  expect(without.text).toContain("You have none: you sign in with GitHub or a link by mail.");
  expect(without.links).toEqual({ "Set a password by mail": "/forgot-password", "Manage keys": "/settings/keys" });
  expect(without.html).not.toContain('type="password"');
});

test("counts the places one is signed in at", async () => {
  expect((await settingsOf({})).text).toContain("You are signed in here only.");
  expect((await settingsOf({}, { sessions: 3 })).text).toContain("You are signed in here and in 2 other places.");
});

test.each([
  ["dark", "dark"],
  ["<b>", "system"],
])("the theme of the cookie %j is painted as chosen: %s", async (theme, chosen) => {
  const radios = (await settingsOf({}, { theme })).all("input").filter((input) => "checked" in input);
  expect(radios).toMatchObject([{ name: "theme", value: chosen }]);
});

test("holds neither a hash nor an id of the person", async () => {
  const { person, html } = await settingsOf({ name: "Ada" });
  expect(html).not.toMatch(/argon2/);
  expect(html).not.toContain(person.id);
});

test("while it loads says what is coming, once", () => {
  expect(pageOf(<SettingsLoading />).text).toBe("Loading your settings… Settings");
});
