import { describe, expect, test } from "vitest";
import { fileResponse } from "@/lib/http/download";

const ID = "01a1fcd7-cc00-762e-bfcb-4c158e0031dd";

type Change = Partial<Parameters<typeof fileResponse>[1]>;

const response = (change: Change = {}, headers: Record<string, string> = {}) =>
  fileResponse(new Request("http://localhost/api/files/x", { headers }), {
    id: ID,
    bytes: Buffer.from("abc"),
    name: "a.png",
    mediaType: "image/png",
    kind: "image",
    ...change,
  });

test("a picture is shown in place, as what it is", async () => {
  const { headers } = response();
  expect(headers.get("content-type")).toBe("image/png");
  expect(headers.get("content-disposition")).toMatch(/^inline;/);
  expect(headers.get("content-length")).toBe("3");
  expect(await response().text()).toBe("abc");
});

test.each(["text/html", "image/svg+xml", "text/markdown", "application/pdf"])(
  "a document that calls itself %s is saved, and never run here",
  (mediaType) => {
    const { headers } = response({ kind: "document", mediaType });
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  },
);

test("no cache between may keep it, and a browser must ask each time whether it still may show it", () => {
  expect(response().headers.get("cache-control")).toBe("private, no-cache");
});

test("who has it already gets no bytes again, and who has another one does", async () => {
  const { status, headers, body } = response({}, { "if-none-match": response().headers.get("etag") ?? "" });
  expect([status, body, headers.get("cache-control")]).toEqual([304, null, "private, no-cache"]);
  expect(await response({}, { "if-none-match": '"another"' }).text()).toBe("abc");
});

describe("its name", () => {
  test.each([
    ['quo"te\\.txt', 'filename="quo_te_.txt"', "filename*=UTF-8''quo%22te%5C.txt"],
    ["été (1).pdf", 'filename="_t_ (1).pdf"', "filename*=UTF-8''%C3%A9t%C3%A9%20%281%29.pdf"],
    ["a\r\nset-cookie: x", 'filename="a__set-cookie: x"', "filename*=UTF-8''a%0D%0Aset-cookie%3A%20x"],
  ])("%j adds no header and no parameter of its own", (name, plain, exact) => {
    expect(response({ name }).headers.get("content-disposition")).toBe(`inline; ${plain}; ${exact}`);
  });
});
