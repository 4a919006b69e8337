import { v7 } from "uuid";
import { callerOf } from "./calling";
import { expect, test } from "./fixtures";
import { callsAbout } from "./model-calls";
import { answered, ask, aSubject, composer, messages } from "./talking";

test("a temperature reaches the model, from the first message on; who sets none leaves it to the model", async ({
  page,
  person,
}) => {
  const subject = aSubject();
  const asked = async (words: string) => {
    await ask(page, `${words} ${subject} [sandbox:fast]`);
    await answered(page);
    return (await callsAbout(`${words} ${subject}`)).map(({ temperature }) => temperature);
  };
  await page.goto("/chat");
  const slider = page.getByRole("slider", { name: "Temperature" });
  await page.getByRole("button", { name: "Chat settings" }).click();
  await slider.fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(slider).toBeHidden();
  expect(await asked("Explain")).toEqual([0.3]);
  await page.reload();
  expect(await asked("Describe")).toEqual([0.3]);
  await page.goto("/chat");
  expect(await asked("Praise")).toEqual([null]);
  expect(person.id).toBeTruthy();
});

test("who has as many answers under way as the plan writes is told so, keeps the words, and can send them then", async ({
  page,
  context,
  person,
}) => {
  const caller = await callerOf(context);
  const json = { message: `Explain ${aSubject()} [sandbox:stall]` };
  const begin = () =>
    caller.call({
      method: "POST",
      path: "/api/openai/chat",
      headers: { origin: new URL(page.url()).origin },
      json: { ...json, clientRequestId: v7() },
      until: /event: delta/,
    });
  await page.goto("/chat");
  const begun = await Promise.all([begin(), begin()]);
  expect(begun.map(({ status }) => status)).toEqual([200, 200]);

  await ask(page, "And a third one? [sandbox:fast]");
  const notice = page.getByRole("main").getByRole("alert");
  await expect(notice).toContainText("2 answers are being written for you, as many as Free writes at once.");
  await expect(notice.getByRole("button", { name: /^Send again/ })).toBeVisible();
  await expect(composer(page)).toHaveValue("And a third one? [sandbox:fast]");

  const generationId = /"generationId":"([^"]+)"/.exec(begun[0]?.text ?? "")?.[1];
  await caller.call({
    method: "POST",
    path: `/api/openai/chat/${generationId}/stop`,
    headers: { origin: new URL(page.url()).origin },
    json: {},
  });
  await composer(page).press("Enter");
  await answered(page);
  await expect(notice).toHaveCount(0);
  await expect(messages(page)).toHaveCount(2);
  expect(person.id).toBeTruthy();
});
