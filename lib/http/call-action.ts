import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { parseInput } from "@/lib/http/body";
import { failureOf } from "@/lib/http/failure";
import type { FailureCode } from "@/lib/platform/errors";
import { withRequest } from "@/lib/platform/request-context";

/** What a server action that the browser calls by itself, without a form, answers. */
export type CallAnswer<Value = void> = { ok: true; value: Value } | { ok: false; code: FailureCode; message: string };

/**
 * A server action around a domain function: checks its input and turns what is thrown into a code and a sentence. It
 * never throws itself: that would be a 500 and a line in the log for whatever a visitor gets wrong.
 */
export function callAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  handle: (input: z.infer<Schema>) => Promise<Value>,
) {
  return async (input: z.input<Schema>): Promise<CallAnswer<Value>> =>
    answerCall(input, { schema, handle, headers: await headers() });
}

type Answering<Schema extends z.ZodType, Value> = {
  schema: Schema;
  handle: (input: z.infer<Schema>) => Promise<Value>;
  headers: Headers;
};

/** `input` comes from the browser, whatever its type claims. */
export function answerCall<Schema extends z.ZodType, Value>(
  input: unknown,
  { schema, handle, headers }: Answering<Schema, Value>,
): Promise<CallAnswer<Value>> {
  return withRequest(headers, async (): Promise<CallAnswer<Value>> => {
    try {
      return { ok: true, value: await handle(parseInput(input, schema)) };
    } catch (thrown) {
      const error = failureOf(thrown, "action.failed");
      const [detail] = Object.values(error.fields ?? {}).flat();
      return { ok: false, code: error.code, message: detail ?? error.message };
    }
  });
}
