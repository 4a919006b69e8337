import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { parseInput } from "@/lib/http/body";
import { failureOf } from "@/lib/http/failure";
import type { Caller } from "@/lib/identity/attempts";
import { clientAddress } from "@/lib/identity/client-address";
import type { AppError, FieldErrors } from "@/lib/platform/errors";
import { withRequest } from "@/lib/platform/request-context";

/**
 * What a form's action answers, for React's `useActionState`. `values` is what was typed and may be shown again,
 * `secret` what was made and is told this one time.
 */
export type FormState =
  | { ok: true; secret?: string }
  | { ok: false; message: string; fields?: FieldErrors; values?: Record<string, string> }
  | undefined;

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
/** Answers nothing when all is well; or redirects, or throws an AppError for the person to read. */
type FormHandler<Input> = (input: Input, caller: Caller) => Promise<FormState | void>;

/** A server action around a domain function: the counterpart of `endpoint` for forms. */
export function formAction<Schema extends z.ZodType>(schema: Schema, handle: FormHandler<z.infer<Schema>>): FormAction {
  return async (_state, form) => answerForm(form, { schema, handle, headers: await headers() });
}

type Answering<Schema extends z.ZodType> = {
  schema: Schema;
  handle: FormHandler<z.infer<Schema>>;
  headers: Headers;
};

/** Checks the fields, runs the handler and turns whatever it throws into words beside the form. */
export function answerForm<Schema extends z.ZodType>(form: FormData, answering: Answering<Schema>): Promise<FormState> {
  const { schema, handle } = answering;
  const values = textsOf(form);
  return withRequest(answering.headers, async (): Promise<FormState> => {
    try {
      const input = parseInput(values, schema);
      const answer = await handle(input, { address: clientAddress(answering.headers) });
      return answer ?? { ok: true };
    } catch (thrown) {
      // Next's redirects and not-founds are thrown too.
      unstable_rethrow(thrown);
      return refusal(failureOf(thrown, "form.failed"), values);
    }
  });
}

/** Files and React's own fields are not for handlers. */
function textsOf(form: FormData): Record<string, string> {
  const texts = [...form].flatMap(([name, value]) =>
    typeof value === "string" && !name.startsWith("$") ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}

function refusal({ message, fields, retryAfterS }: AppError, values: Record<string, string>): FormState {
  const wait = retryAfterS === undefined ? "" : ` Try again in ${inWords(retryAfterS)}.`;
  const shown = Object.entries(values).filter(([name]) => !/password|token/i.test(name));
  return { ok: false, message: `${message}${wait}`, ...(fields ? { fields } : {}), values: Object.fromEntries(shown) };
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

/** For forms that are only a button. */
export const NoInput = z.object({});
