import { expect } from "@playwright/test";
import { z } from "zod";
import { facts } from "./facts";

const Call = z.object({
  about: z.string(),
  outcome: z.enum(["open", "answered", "left", "broken"]),
  streamed: z.boolean(),
  temperature: z.number().nullable(),
  completionTokens: z.number().nullable(),
});
export type Call = z.infer<typeof Call>;

/** The calls that reached the model and were about this, the newest first. */
export async function callsAbout(words: string): Promise<Call[]> {
  const response = await fetch(`${facts.openaiUrl}/_sandbox/calls`);
  const calls = z.array(Call).parse(await response.json());
  return calls.filter(({ about, streamed }) => streamed && about.includes(words));
}

/** Waits until the model knows that nobody listens to this call any more, the only one there was. */
export async function expectCallLeft(words: string): Promise<void> {
  await expect.poll(async () => (await callsAbout(words)).map(({ outcome }) => outcome)).toEqual(["left"]);
}

const Completion = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });

/** All that the model says to this when it is asked alone: the same words get the same answer. */
export async function wholeAnswerTo(question: string): Promise<string> {
  const response = await fetch(`${facts.openaiUrl}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer sk-alone" },
    body: JSON.stringify({
      model: "parley-swift",
      messages: [{ role: "user", content: question.replaceAll(/\s*\[\[[^\]]*\]\]/g, "") }],
    }),
  });
  return Completion.parse(await response.json()).choices[0].message.content;
}
