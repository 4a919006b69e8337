import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { parseInput } from "@/lib/http/body";
import { failureOf } from "@/lib/http/failure";
import { withRequest } from "@/lib/platform/request-context";

/** What a server action that the browser calls by itself, without a form, answers. */
export type CallAnswer = { ok: true } | { ok: false; message: string };

/** A server action around a domain function: checks its input and turns what is thrown into a sentence. */
export function callAction<Schema extends z.ZodType>(
  schema: Schema,
  handle: (input: z.infer<Schema>) => Promise<void>,
) {
  return async (input: z.input<Schema>): Promise<CallAnswer> =>
    answerCall(input, { schema, handle, headers: await headers() });
}

type Answering<Schema extends z.ZodType> = {
  schema: Schema;
  handle: (input: z.infer<Schema>) => Promise<void>;
  headers: Headers;
};

/** `input` comes from the browser, whatever its type claims. */
export function answerCall<Schema extends z.ZodType>(
  input: unknown,
  { schema, handle, headers }: Answering<Schema>,
): Promise<CallAnswer> {
  return withRequest(headers, async (): Promise<CallAnswer> => {
    try {
      await handle(parseInput(input, schema));
      return { ok: true };
    } catch (thrown) {
      const error = failureOf(thrown, "action.failed");
      const [detail] = Object.values(error.fields ?? {}).flat();
      return { ok: false, message: detail ?? error.message };
    }
  });
}
