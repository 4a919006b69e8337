import type { SendMessage } from "@/lib/chat/schema";
import { sendMessage } from "@/lib/chat/send";
import { hear } from "@/lib/chat/testing/person";
import { completeChat } from "@/lib/gateway/chat-completions";
import { ChatCompletionRequest } from "@/lib/gateway/schema";
import type { KeyCaller } from "@/lib/identity/api-keys";
import type { Viewer } from "@/lib/identity/schema";
import { eventStream } from "@/lib/platform/event-stream";

/* A process of ours that answers one person, or one program, and is to be killed on the way. */

export type OneCall =
  | { kind: "person"; viewer: Viewer; message: SendMessage }
  | { kind: "program"; caller: KeyCaller; isStreamed: boolean };

const told = JSON.parse(process.argv[2] ?? "") as OneCall;
await (told.kind === "person" ? answerPerson(told) : answerProgram(told));
process.send?.({ isDone: true });

async function answerPerson({ viewer, message }: Extract<OneCall, { kind: "person" }>): Promise<void> {
  await hear((await sendMessage(viewer, message)).frames);
}

async function answerProgram({ caller, isStreamed }: Extract<OneCall, { kind: "program" }>): Promise<void> {
  const request = ChatCompletionRequest.parse({
    model: "parley-swift",
    messages: [{ role: "user", content: "Say hello" }],
    stream: isStreamed,
  });
  const { signal } = new AbortController();
  const { body } = await completeChat(caller, request, { signal });
  if (typeof body !== "string") await eventStream(body).text();
}
