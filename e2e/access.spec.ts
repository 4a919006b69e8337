import type { APIResponse } from "@playwright/test";
import { z } from "zod";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { ADMIN_EMAIL, inDatabase, signInAs } from "./people";
import { answered, ask } from "./talking";

const PRIVATE_PAGES = ["/chat", "/billing", "/settings", "/billing?plan=pro&interval=year"];
const Refusal = z.object({ error: z.looseObject({ requestId: z.string() }) });
const NOBODYS_ID = "01900000-0000-7000-8000-000000000000";

for (const address of PRIVATE_PAGES) {
  test(`without a session ${address} leads to the sign-in, which knows the way back`, async ({ page }) => {
    await page.goto(address);
    await expect(page).toHaveURL(`/sign-in?${new URLSearchParams({ next: address })}`);
    await expect(page.getByRole("heading", { name: "Sign in to Parley" })).toBeVisible();
  });
}

test("without a session the API answers 401 as JSON", async ({ request }) => {
  const answers = await Promise.all([
    request.post("/api/openai/chat", { data: { message: "Hi", clientRequestId: NOBODYS_ID } }),
    request.post("/api/stripe/checkout-session", { data: { plan: "pro", interval: "month" } }),
    request.post("/api/stripe/portal-session", { data: {} }),
    request.get("/api/subscriptions/sub_1"),
  ]);
  for (const answer of answers) {
    expect(answer.status(), answer.url()).toBe(401);
    expect(await answer.json()).toEqual({
      error: { code: "unauthenticated", message: expect.any(String), requestId: expect.any(String) },
    });
  }
});

test("somebody else's conversation is as if it did not exist", async ({ page, person, otherBrowser }) => {
  await page.goto("/chat");
  await ask(page, "What is private? [sandbox:fast]");
  await answered(page);
  const mine = new URL(page.url());
  const conversationId = mine.pathname.split("/").at(-1) ?? "";

  const stranger = await otherBrowser.newPage();
  await signInAs(otherBrowser, ADMIN_EMAIL);
  const [theirs, nobodys] = [await stranger.goto(mine.pathname), await otherBrowser.newPage()];
  const missing = await nobodys.goto(`/chat/${NOBODYS_ID}`);
  expect([theirs?.status(), missing?.status()]).toEqual([404, 404]);
  const text = await stranger.getByRole("main").innerText();
  expect(text).toBe(await nobodys.getByRole("main").innerText());
  expect(text).not.toContain("private");

  const message = { message: "And more?", clientRequestId: crypto.randomUUID() };
  const post = (id: string) =>
    otherBrowser.request.post("/api/openai/chat", { data: { ...message, conversationId: id } });
  const [toTheirs, toNobodys] = [await post(conversationId), await post(NOBODYS_ID)];
  expect([toTheirs.status(), toNobodys.status()]).toEqual([404, 404]);
  expect(await refusalOf(toTheirs)).toEqual(await refusalOf(toNobodys));
  expect(person.email).not.toBe(ADMIN_EMAIL);
});

test("a subscription is its owner's and the admins', and nobody else's", async ({
  page,
  person,
  otherBrowser,
  browser,
}) => {
  await startProTrial(page);
  const id = await subscriptionOf(person.id);
  expect((await page.request.get(`/api/subscriptions/${id}`)).status()).toBe(200);

  await signInAs(otherBrowser, ADMIN_EMAIL);
  expect((await otherBrowser.request.get(`/api/subscriptions/${id}`)).status()).toBe(200);

  const third = await browser.newContext({ baseURL: facts.appUrl });
  await signInAs(third, "free@parley.test");
  const get = (each: string) => third.request.get(`/api/subscriptions/${each}`);
  const [theirs, nobodys] = [await get(id), await get("sub_1NobodyHasThisOneAtAll")];
  expect([theirs.status(), nobodys.status()]).toEqual([404, 404]);
  expect(await refusalOf(theirs)).toEqual(await refusalOf(nobodys));
  await third.close();
});

test("the admin pages do not exist for people who are no admins", async ({ page, person, otherBrowser }) => {
  for (const address of ["/admin/billing", "/admin", "/admin/anything"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), `${address} for ${person.email}`).toBe(404);
    await expect(page.getByText("Monthly recurring revenue")).toHaveCount(0);
  }
  const visitor = await otherBrowser.newPage();
  expect((await visitor.goto("/admin/billing"))?.status()).toBe(404);
});

test("signed out everywhere, the other browser is out with its next request", async ({
  page,
  person,
  otherBrowser,
}) => {
  await signInAs(otherBrowser, person.email);
  const other = await otherBrowser.newPage();
  await other.goto("/chat");
  await expect(other.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();

  await page.goto("/settings");
  await expect(page.getByText("You are signed in here and in one other place.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/(sign-in.*)?$/);

  await ask(other, "Am I still here?");
  await expect(other).toHaveURL("/sign-in?next=%2Fchat");
  expect((await page.goto("/chat"))?.url()).toContain("/sign-in");

  await signInAs(otherBrowser, person.email);
  await other.reload();
  await expect(other).toHaveURL("/chat");
  await expect(other.getByLabel("Message", { exact: true })).toHaveValue("Am I still here?");
});

/** Every answer has its own request id; the rest of two refusals must not differ. */
async function refusalOf(answer: APIResponse): Promise<object> {
  return { ...Refusal.parse(await answer.json()).error, requestId: "" };
}

async function subscriptionOf(userId: string): Promise<string> {
  const { rows } = await inDatabase((client) =>
    client.query<{ id: string }>("SELECT id FROM subscriptions WHERE user_id = $1", [userId]),
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? "";
}
