import { type AnotherProcess, startAnother } from "./another-process";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { callsAbout } from "./model-calls";
import { answered, ask, aSubject, lastAnswer } from "./talking";

const BY_ANOTHER = /Swift · .* · by another provider, the usual one was not available/;

test.describe("a process whose provider refuses its key, and that has a second provider", () => {
  let other: AnotherProcess;
  test.beforeAll(async () => {
    other = await startAnother({
      // The sandbox takes any key but one that ends like this.
      OPENAI_API_KEY: "sk-revoked_invalid",
      OPENAI_BASE_URL: `${facts.openaiUrl}/v1`,
      OPENAI_FALLBACK_API_KEY: "sk-second",
      OPENAI_FALLBACK_BASE_URL: `${facts.openaiUrl}/v1`,
    });
  });
  test.afterAll(() => other.end("SIGTERM"));

  test("answers all the same, says so below the answer, and tells the operator", async ({ page, person }) => {
    const subject = aSubject();
    await page.goto(`${other.url}/chat`);
    await ask(page, `Explain ${subject} [sandbox:fast]`);
    await expect(await answered(page)).toContainText(BY_ANOTHER);
    await page.reload();
    await expect(lastAnswer(page)).toContainText(BY_ANOTHER);
    expect(await callsAbout(subject)).toMatchObject([{ outcome: "answered" }]);

    const state: unknown = await (await page.request.get(`${other.url}/api/health/ready`)).json();
    expect(state).toMatchObject({
      integrations: expect.arrayContaining([
        expect.objectContaining({ name: "OpenAI", state: "failing", code: "model_refused" }),
      ]),
    });
    expect(person.id).toBeTruthy();
  });
});
