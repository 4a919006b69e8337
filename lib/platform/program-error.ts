/**
 * A failure as OpenAI tells it, for programs that call `/api/v1`: their libraries choose by status and code what to
 * throw, and whether to try again (https://platform.openai.com/docs/guides/error-codes/api-errors).
 */
export type ProgramErrorBody = { error: { message: string; type: string; param: string | null; code: string | null } };

type Detail = {
  type?: string;
  /** The parameter it is about, as in `messages[0].content`. */
  param?: string | null;
  code?: string | null;
  /** Seconds after which trying again makes sense. */
  retryAfterS?: number;
  /** Told along with it, as what is left of a limit. */
  headers?: Readonly<Record<string, string>>;
  /** Tells the SDK not to try again where the status alone would have it. */
  isFinal?: boolean;
};

export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly status: number;
  readonly body: ProgramErrorBody;
  readonly retryAfterS: number | undefined;
  readonly isFinal: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, detail: Detail = {}) {
    super(message);
    const {
      type = "invalid_request_error",
      param = null,
      code = null,
      retryAfterS,
      isFinal = false,
      headers = {},
    } = detail;
    this.status = status;
    this.body = { error: { message, type, param, code } };
    this.retryAfterS = retryAfterS;
    this.isFinal = isFinal;
    this.headers = headers;
  }
}
