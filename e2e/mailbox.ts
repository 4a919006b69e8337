import { expect } from "@playwright/test";
import { z } from "zod";
import { facts } from "./facts";

const Letter = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string().nullable(),
  html: z.string().nullable(),
});
export type Letter = z.infer<typeof Letter>;

const PATIENCE_MS = 20_000;

/** What came for one address, newest first. */
export async function lettersTo(email: string): Promise<Letter[]> {
  const response = await fetch(`${facts.controlUrl}/api/mailbox?to=${encodeURIComponent(email)}`);
  return z.array(Letter).parse(await response.json());
}

/** Waits for a letter whose subject fits, and gives the link in it that leads to the given page of ours. */
export async function linkMailedTo(email: string, subject: RegExp, path: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(
      async () => {
        const letter = (await lettersTo(email)).find((candidate) => subject.test(candidate.subject));
        link = letter?.text?.match(/https?:\/\/\S+/g)?.find((url) => new URL(url).pathname === path);
        return link;
      },
      { timeout: PATIENCE_MS, message: `a letter to ${email} with a link to ${path}` },
    )
    .toBeDefined();
  if (link === undefined) throw new Error("unreachable: the poll above would have failed");
  return link;
}
