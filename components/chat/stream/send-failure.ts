/** `offline` and `unreachable` are ours; the others are the API's error codes. */
export type FailureCode = string;

type FailureOptions = ErrorOptions & { retryAfterS?: number | undefined };

/** Why a message did not get its answer. The message is a sentence for the person. */
export class SendFailure extends Error {
  override readonly name = "SendFailure";
  readonly code: FailureCode;
  /** Seconds after which trying again makes sense, where the server said so. */
  readonly retryAfterS: number | undefined;

  constructor(code: FailureCode, message: string, { retryAfterS, ...options }: FailureOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

const UNREACHABLE = "We could not reach the server. Your message is kept: send it again in a moment.";
const OFFLINE = "You are offline. Your message is kept: send it again when you are back.";

/** What a failed `fetch`, or a connection that broke before the answer began, means to the person. */
export function unreachable(cause: unknown, isOnline = globalThis.navigator?.onLine ?? true): SendFailure {
  return isOnline
    ? new SendFailure("unreachable", UNREACHABLE, { cause })
    : new SendFailure("offline", OFFLINE, { cause });
}

/** Reads the API's error body; a proxy's own error page has none. */
export async function refusalOf(response: Response): Promise<SendFailure> {
  const { code, message, fields } = errorIn(await response.json().catch(() => undefined));
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new SendFailure(code ?? "unreachable", fields?.[0] ?? message ?? UNREACHABLE, {
    retryAfterS: Number.isFinite(retryAfterS) ? retryAfterS : undefined,
  });
}

type ErrorFields = { code?: string; message?: string; fields?: string[] };

/** What the API's error body says, if it is one. */
export function errorIn(body: unknown): ErrorFields {
  const error = memberOf(body, "error");
  const [code, message, fields] = ["code", "message", "fields"].map((name) => memberOf(error, name));
  return {
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof message === "string" ? { message } : {}),
    ...(fields ? { fields: sentencesOf(fields) } : {}),
  };
}

/** The first sentences of a field error say more than "That request is not valid." */
function sentencesOf(fields: unknown): string[] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.values(fields)
    .flat()
    .filter((sentence) => typeof sentence === "string");
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
