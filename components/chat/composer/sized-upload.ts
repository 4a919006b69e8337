import type { UploadFile } from "@/components/chat/state/upload-shelf";
import { uploadFile } from "@/components/chat/stream/upload-file";

/**
 * Uploads a file, a picture no larger than models look at. Most messages have no picture, and need not load what makes
 * one smaller.
 */
export async function uploadSized(
  file: File,
  options: Parameters<UploadFile>[1],
  upload: UploadFile = uploadFile,
): ReturnType<UploadFile> {
  const ready = file.type.startsWith("image/") ? await (await import("./scaled-image")).scaledImage(file) : file;
  options.signal.throwIfAborted();
  return upload(ready, options);
}
