import { describe, expect, test } from "vitest";
import { discardFile, uploadFile } from "./upload-file";

const FILE = new File(["Hello"], "a.txt", { type: "text/plain" });
const VIEW = { id: "f1", name: "a.txt", kind: "document", mediaType: "text/plain", sizeBytes: 5, boundTokens: 2 };

/** A request whose server the test is. */
function aRequest() {
  const listeners = new EventTarget();
  const request = Object.assign(listeners, {
    upload: new EventTarget(),
    status: 0,
    responseText: "",
    opened: [] as string[],
    sent: undefined as FormData | undefined,
    open: (method: string, url: string) => void request.opened.push(`${method} ${url}`),
    send: (body: FormData) => void (request.sent = body),
    abort: () => void request.dispatchEvent(new Event("abort")),
  });
  return request;
}

function anUpload() {
  const request = aRequest();
  const progress: number[] = [];
  const abort = new AbortController();
  const upload = uploadFile(FILE, {
    onProgress: (share) => progress.push(share),
    signal: abort.signal,
    newRequest: () => request,
  });
  const answer = (status: number, body: unknown) => {
    Object.assign(request, { status, responseText: typeof body === "string" ? body : JSON.stringify(body) });
    request.dispatchEvent(new Event("load"));
    return upload;
  };
  return { request, progress, abort, upload, answer };
}

describe("a file", () => {
  test("is posted as one part, with its name, and becomes what the server says", async () => {
    const { request, answer } = anUpload();
    expect(await answer(201, VIEW)).toEqual(VIEW);
    expect(request.opened).toEqual(["POST /api/files"]);
    expect(request.sent?.get("file")).toMatchObject({ name: "a.txt", size: 5 });
  });

  test("says how much of it has gone", async () => {
    const { request, progress, answer } = anUpload();
    request.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 1, total: 4 }));
    request.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 0, total: 0 }));
    await answer(201, VIEW);
    expect(progress).toEqual([0.25, 0]);
  });
});

describe("a file that is not taken", () => {
  test("says why, about itself before anything general", async () => {
    const error = { code: "invalid_input", message: "That is not valid.", fields: { file: ["Use a PDF."] } };
    await expect(anUpload().answer(400, { error })).rejects.toMatchObject({
      code: "invalid_input",
      message: "Use a PDF.",
    });
    const large = { error: { code: "payload_too_large", message: "That is too large." } };
    await expect(anUpload().answer(413, large)).rejects.toMatchObject({ message: "That is too large." });
  });

  test.each(["<html>", "null", "{}", '{"id":7,"name":"x"}'])(
    "by an answer like %j has a sentence too",
    async (body) => {
      await expect(anUpload().answer(201, body)).rejects.toThrow("Please try again.");
    },
  );

  test("because the connection broke is unreachable", async () => {
    const { request, upload } = anUpload();
    request.dispatchEvent(new Event("error"));
    await expect(upload).rejects.toMatchObject({ code: "unreachable" });
  });

  test("because the person took it back is broken off", async () => {
    const { abort, upload } = anUpload();
    abort.abort();
    await expect(upload).rejects.toMatchObject({ code: "aborted" });
  });
});

test("a file that is given up is deleted, and nothing is said when that fails", async () => {
  const asked: string[] = [];
  const fetch = (url: RequestInfo | URL, init?: RequestInit) => {
    asked.push(`${init?.method} ${url instanceof Request ? url.url : url.toString()}`);
    return Promise.reject(new TypeError("fetch failed"));
  };
  await discardFile("f1", fetch);
  expect(asked).toEqual(["DELETE /api/files/f1"]);
});
