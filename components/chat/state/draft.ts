import type { AttachmentView, SendMessage } from "@/lib/chat/schema";

/** What waits for the answer before it to be complete. Its request has its id already, so that it is never paid twice. */
export type Queued = { request: SendMessage; files?: AttachmentView[] };

/** How a conversation that has not begun is to be answered. `temperatureCenti`: hundredths. */
export type DraftSettings = { instructions?: string; temperatureCenti?: number };

/** What is being written, and the request that was posted and never confirmed (`inFlight`: nor refused yet). */
export type Draft = {
  text: string;
  files?: AttachmentView[];
  queue?: Queued[];
  settings?: DraftSettings;
  unsent?: SendMessage;
  unsentFiles?: AttachmentView[];
  inFlight?: true;
};

export const NO_DRAFT: Draft = { text: "" };

export function isNothing({ text, files, queue, settings, unsent }: Draft): boolean {
  return text === "" && !unsent && !settings && isEmpty(files) && isEmpty(queue);
}

const isEmpty = (list: readonly unknown[] | undefined) => list === undefined || list.length === 0;

/** On its way: the field stays ready for the next one. */
export function posted({ queue, settings }: Draft, request: SendMessage, files: AttachmentView[] = []): Draft {
  return {
    text: "",
    unsent: request,
    inFlight: true,
    ...(queue ? { queue } : {}),
    ...(settings ? { settings } : {}),
    ...(files.length > 0 ? { unsentFiles: files } : {}),
  };
}

/** It arrived, from the field or from the queue; what was written since stays. */
export function arrived({ text, files, queue, unsent, ...rest }: Draft, request: SendMessage): Draft {
  const isUnsent = unsent?.clientRequestId === request.clientRequestId;
  const waiting = queue?.filter((queued) => queued.request.clientRequestId !== request.clientRequestId) ?? [];
  return {
    text,
    ...(files ? { files } : {}),
    ...(waiting.length > 0 ? { queue: waiting } : {}),
    ...(unsent && !isUnsent ? { ...rest, unsent } : {}),
  };
}

/** A text that was on its way stands before what was typed since; its files come back too. */
export function returned({ inFlight, unsentFiles = [], ...draft }: Draft): Draft {
  const { text, unsent, files = [] } = draft;
  if (!inFlight || !unsent) return draft;
  const known = new Set(unsentFiles.map(({ id }) => id));
  const all = [...unsentFiles, ...files.filter(({ id }) => !known.has(id))];
  return {
    ...draft,
    text: text.trim() === "" ? unsent.message : `${unsent.message}\n\n${text}`,
    ...(all.length > 0 ? { files: all } : {}),
  };
}

type RequestPlace = Pick<SendMessage, "conversationId" | "model"> &
  Partial<Pick<SendMessage, "parentId" | "temporary" | "instructions" | "temperatureCenti">>;

/**
 * The request for what is written. The same words to the same place are the same request as the one that was never
 * confirmed: if the server has it after all, sending it again joins its answer instead of paying for a second one.
 */
export function requestFor(
  { text, files = [], unsent }: Draft,
  place: RequestPlace,
  newId: () => string = () => crypto.randomUUID(),
): SendMessage {
  const request = {
    message: text,
    ...place,
    ...(files.length > 0 ? { attachmentIds: files.map(({ id }) => id) } : {}),
  };
  return unsent && isSame(unsent, request) ? unsent : { ...request, clientRequestId: newId() };
}

function isSame(unsent: SendMessage, request: Omit<SendMessage, "clientRequestId">): boolean {
  const { clientRequestId: _, ...words } = unsent;
  return textOf(words) === textOf(request);
}

/** The same fields in the same order, whatever order they were written in. */
function textOf(request: object): string {
  return JSON.stringify(Object.entries(request).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What storage holds, if it is a draft of ours. */
export function draftIn(text: string | null | undefined): Draft {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isDraft(value) ? value : NO_DRAFT;
  } catch {
    // Something else lies there: as good as nothing.
    return NO_DRAFT;
  }
}

function isDraft(value: unknown): value is Draft {
  if (!isObject(value) || typeof value["text"] !== "string") return false;
  const { unsent, queue, files, unsentFiles, settings } = value;
  return (
    (unsent === undefined || isRequest(unsent)) &&
    [files, unsentFiles].every((list) => isListOf(list, (file) => typeof file["id"] === "string")) &&
    isListOf(queue, (queued) => isRequest(queued["request"])) &&
    (settings === undefined || isObject(settings))
  );
}

const isRequest = (value: unknown) => isObject(value) && typeof value["message"] === "string";

function isListOf(value: unknown, isMember: (member: Record<string, unknown>) => boolean): boolean {
  return (
    value === undefined || (Array.isArray(value) && value.every((each: unknown) => isObject(each) && isMember(each)))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
