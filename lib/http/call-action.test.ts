import { expect, test } from "vitest";
import { z } from "zod";
import { answerCall } from "@/lib/http/call-action";
import { AppError } from "@/lib/platform/errors";

const schema = z.strictObject({ title: z.string().min(1, "A title needs a word.") });
const headers = new Headers();

test("what went well is ok, with the input as the schema makes it", async () => {
  const seen: unknown[] = [];
  const handle = async (input: unknown) => void seen.push(input);
  expect(await answerCall({ title: "x" }, { schema, handle, headers })).toEqual({ ok: true });
  expect(seen).toEqual([{ title: "x" }]);
});

test.each([
  ["a field that is wrong", { title: "" }, "A title needs a word."],
  ["an unknown field", { title: "x", admin: true }, "This field is not known."],
])("%s is said, and nothing is done", async (_what, input, message) => {
  const handle = () => Promise.reject(new Error("called"));
  expect(await answerCall(input, { schema, handle, headers })).toEqual({ ok: false, message });
});

test("a refusal is its sentence; a bug is not told", async () => {
  const failing = (error: Error) => {
    const handle = async () => {
      throw error;
    };
    return answerCall({ title: "x" }, { schema, headers, handle });
  };
  expect(await failing(new AppError("not_found"))).toEqual({ ok: false, message: "There is nothing here." });
  expect(await failing(new Error("secret detail"))).toEqual({
    ok: false,
    message: "Something went wrong on our side.",
  });
});

test("a database that is away is called that", async () => {
  const handle = () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:1"));
  expect(await answerCall({ title: "x" }, { schema, headers, handle })).toMatchObject({
    message: expect.stringContaining("database") as string,
  });
});
