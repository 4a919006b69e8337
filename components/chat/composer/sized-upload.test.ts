import { expect, test, vi } from "vitest";
import { aFile } from "@/components/chat/state/testing/a-file";
import type { UploadFile } from "@/components/chat/state/upload-shelf";
import { uploadSized } from "./sized-upload";

const onProgress = () => {};

test.each(["image/png", "image/gif"])("%s that is taken back before it is sent is not sent", async (type) => {
  const upload = vi.fn<UploadFile>();
  const taken = new AbortController();
  const uploading = uploadSized(new File(["x"], "a", { type }), { onProgress, signal: taken.signal }, upload);
  taken.abort();
  await expect(uploading).rejects.toThrow("aborted");
  expect(upload).not.toHaveBeenCalled();
});

test("what is no picture is sent at once and as it is", async () => {
  const file = new File(["x"], "a.txt", { type: "text/plain" });
  const options = { onProgress, signal: new AbortController().signal };
  const upload = vi.fn<UploadFile>(() => Promise.resolve(aFile("f1")));
  const uploading = uploadSized(file, options, upload);
  expect(upload).toHaveBeenCalledExactlyOnceWith(file, options);
  expect(await uploading).toEqual(aFile("f1"));
});
