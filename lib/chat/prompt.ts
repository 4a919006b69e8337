import "server-only";
import { attachmentsOf, type StoredAttachment, turnWith } from "@/lib/chat/attachments";
import { type Drafted, GO_ON } from "@/lib/chat/drafts";
import type { Admission } from "@/lib/chat/queries/send";
import type { Turn } from "@/lib/inference/facts";
import type { Model } from "@/lib/usage/models-file";

/** Whether files have to be read before the model can be asked. */
export function hasFiles({ draft }: Drafted, { context }: Admission): boolean {
  const { ask } = draft;
  return ("attachmentIds" in ask && ask.attachmentIds.length > 0) || (context ?? []).some((one) => one.hasFiles);
}

/** What the model is told when no files are among it: the instructions, what came before, and what is asked. */
export function plainTurns(drafted: Drafted, admitted: Admission): Turn[] {
  const { ask } = drafted.draft;
  return [
    ...systemTurn(admitted),
    ...drafted.history,
    ...(admitted.context ?? []).map(({ role, content }): Turn => ({ role, content })),
    ...(ask.kind === "again" ? rest(ask.prefix) : [{ role: "user" as const, content: ask.message }]),
  ];
}

/** The same with the files of each question. @throws AppError `files_down` when one can not be read. */
export async function turnsWithFiles(drafted: Drafted, admitted: Admission): Promise<Turn[]> {
  const { ask, userId, model } = drafted.draft;
  const { context, questionId } = admitted;
  const asked = ask.kind === "again" ? [] : [{ id: questionId, role: "user" as const, content: ask.message }];
  const messages = [...(context ?? []), ...asked];
  const files = await attachmentsOf(
    userId,
    messages.map(({ id }) => id),
  );
  const turns = await Promise.all(messages.map((message) => turnOf(message, files.get(message.id) ?? [], model)));
  return [...systemTurn(admitted), ...turns, ...(ask.kind === "again" ? rest(ask.prefix) : [])];
}

function systemTurn({ instructions }: Admission): Turn[] {
  return instructions === null ? [] : [{ role: "system", content: instructions }];
}

/** The answer so far and the request to go on with it. */
function rest(prefix: string | undefined): Turn[] {
  if (prefix === undefined) return [];
  return [
    { role: "assistant", content: prefix },
    { role: "user", content: GO_ON },
  ];
}

type Message = { role: "user" | "assistant"; content: string };

/** A picture that was shown to another model is named to one that sees none. */
async function turnOf({ role, content }: Message, files: StoredAttachment[], { vision }: Model): Promise<Turn> {
  if (files.length === 0) return { role, content };
  if (vision) return turnWith(content, files);
  const [unseen, read] = [
    files.filter(({ kind }) => kind === "image"),
    files.filter(({ kind }) => kind === "document"),
  ];
  const notes = unseen.map(({ name }) => `[A picture that you can not see: ${name}]`);
  return turnWith([...notes, content].join("\n"), read);
}
