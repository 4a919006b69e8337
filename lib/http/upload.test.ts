import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readUpload } from "@/lib/http/upload";

const LIMIT = { limitBytes: 1_000 };

function posted(form: FormData): Request {
  return new Request("http://parley.test/api/files", { method: "POST", body: form });
}

function formWith(...entries: [name: string, value: File | string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

const file = (bytes: Uint8Array<ArrayBuffer>, name = "a.txt") => new File([bytes], name);

test("the file's name and its bytes, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 1_000 }), async (bytes) => {
      const upload = await readUpload(posted(formWith(["file", file(new Uint8Array(bytes), "ünï.txt")])), LIMIT);
      expect(upload.name).toBe("ünï.txt");
      expect(new Uint8Array(upload.bytes)).toEqual(new Uint8Array(bytes));
    }),
    { numRuns: 40 },
  );
});

describe("refused is", () => {
  test.each([
    ["a field that is no file", formWith(["file", "just text"])],
    ["a file under another name", formWith(["picture", file(new Uint8Array(3))])],
    ["a second file", formWith(["file", file(new Uint8Array(3))], ["file", file(new Uint8Array(3))])],
    ["a form with nothing in it", new FormData()],
  ])("%s", async (_name, form) => {
    await expect(readUpload(posted(form), LIMIT)).rejects.toMatchObject({
      code: "invalid_input",
      fields: { file: [expect.any(String)] },
    });
  });

  test.each([
    ["JSON", "application/json", "{}"],
    ["a form of another kind", "application/x-www-form-urlencoded", "file=x"],
    ["a form without its boundary", "multipart/form-data", "--x"],
    [
      "a form that is cut off",
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
  ])("%s", async (_name, type, body) => {
    const request = new Request("http://parley.test", { method: "POST", body, headers: { "content-type": type } });
    await expect(readUpload(request, LIMIT)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a file a byte beyond the limit, and one at the limit is taken", async () => {
    const at = (length: number) => readUpload(posted(formWith(["file", file(new Uint8Array(length))])), LIMIT);
    expect((await at(1_000)).bytes).toHaveLength(1_000);
    await expect(at(1_001)).rejects.toMatchObject({ code: "payload_too_large" });
  });

  test("a body that never ends, without reading on", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const request = new Request("http://parley.test", { method: "POST", body, headers, duplex: "half" } as RequestInit);
    await expect(readUpload(request, LIMIT)).rejects.toMatchObject({ code: "payload_too_large" });
    expect(pulled).toBeLessThan(6);
  });
});
