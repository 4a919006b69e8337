import "server-only";
import { readBytes } from "@/lib/http/body";
import type { Incoming } from "@/lib/http/incoming";
import { AppError } from "@/lib/platform/errors";

/** The marks and headers around the one file of a form. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/**
 * The one `file` of a multipart form. The body is read to the limit and no further, before anything looks into it.
 * @throws AppError `payload_too_large`, or `invalid_input` when there is no such form or no such file in it.
 */
export async function readUpload(
  request: Incoming,
  { limitBytes }: { limitBytes: number },
): Promise<{ name: string; bytes: Buffer }> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) throw noFile();
  const body = await readBytes(request, { limitBytes: limitBytes + FORM_OVERHEAD_BYTES });
  const file = await fileIn(body, type);
  if (file.size > limitBytes) throw new AppError("payload_too_large");
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
}

async function fileIn(body: Buffer<ArrayBuffer>, type: string): Promise<File> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch((cause: unknown) => {
    throw noFile({ cause });
  });
  const [[name, file] = [], ...others] = [...form];
  if (name !== "file" || !(file instanceof File) || others.length > 0) throw noFile();
  return file;
}

function noFile(options: ErrorOptions = {}): AppError {
  return new AppError("invalid_input", "Send one file as multipart/form-data.", {
    ...options,
    fields: { file: ["There is no file."] },
  });
}
