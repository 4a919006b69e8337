import "server-only";
import type { z } from "zod";
import type { Incoming } from "@/lib/http/incoming";
import { AppError, type FieldErrors } from "@/lib/platform/errors";

/** Enough for a long message; a route that takes more says so. */
const STANDARD_LIMIT_BYTES = 256 * 1024;

type Limit = { limitBytes?: number };

/**
 * The request's JSON body as the schema's type.
 * @throws AppError `invalid_input` with one message a field, or `payload_too_large`.
 */
export async function parseBody<Schema extends z.ZodType>(
  request: Incoming,
  schema: Schema,
  limit: Limit = {},
): Promise<z.infer<Schema>> {
  const text = await readText(request, limit);
  return parseInput(parseJson(text), schema);
}

/** The same for a body that may be left out: an empty one is `{}`. */
export async function parseOptionalBody<Schema extends z.ZodType>(
  request: Incoming,
  schema: Schema,
  limit: Limit = {},
): Promise<z.infer<Schema>> {
  const text = await readText(request, limit);
  return parseInput(text === "" ? {} : parseJson(text), schema);
}

/** The same check for what does not come as a body: a path's parameters, a query, a form. */
export function parseInput<Schema extends z.ZodType>(input: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", undefined, { fields: fieldErrors(parsed.error) });
}

/**
 * The raw body as text.
 * @throws AppError `payload_too_large`, or `invalid_input` when it is not UTF-8.
 */
export async function readText(request: Incoming, limit: Limit = {}): Promise<string> {
  return textOf(await readBytes(request, limit));
}

/**
 * The raw body, byte for byte, never longer than the limit: reading stops there, whatever the header claimed.
 * @throws AppError `payload_too_large`.
 */
export async function readBytes(
  request: Incoming,
  { limitBytes = STANDARD_LIMIT_BYTES }: Limit = {},
): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw new AppError("payload_too_large");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw new AppError("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Nothing is mended or left out, a byte order mark neither: a signature is over exactly these bytes. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError("invalid_input", "The body is not valid UTF-8.", { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid_input", "The body is not valid JSON.", { cause: error });
  }
}

function fieldErrors(error: z.ZodError): FieldErrors {
  // A map, because a field may be called anything: `constructor` is there already in every plain object.
  const fields = new Map<string, string[]>();
  for (const issue of error.issues) {
    const unknownKeys = issue.code === "unrecognized_keys" ? issue.keys : undefined;
    const names = unknownKeys ?? [issue.path.length > 0 ? issue.path.join(".") : "body"];
    const sentence = unknownKeys ? "This field is not known." : issue.message;
    for (const name of names) fields.set(name, [...(fields.get(name) ?? []), sentence]);
  }
  return Object.fromEntries(fields);
}
