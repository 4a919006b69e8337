import { expect, test, vi } from "vitest";
import { z } from "zod";
import { answerCall } from "@/lib/http/call-action";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

const schema = z.strictObject({ title: z.string().min(1, "A title needs a word.") });
const headers = new Headers();

function failing(error: Error) {
  const handle = async () => {
    throw error;
  };
  return answerCall({ title: "x" }, { schema, headers, handle });
}

test("what went well is ok, with the input as the schema makes it and the value as it is", async () => {
  const seen: unknown[] = [];
  const handle = async (input: unknown) => seen.push(input);
  expect(await answerCall({ title: "x" }, { schema, handle, headers })).toEqual({ ok: true, value: 1 });
  expect(seen).toEqual([{ title: "x" }]);
});

test.each([
  ["a field that is wrong", { title: "" }, "A title needs a word."],
  ["an unknown field", { title: "x", admin: true }, "This field is not known."],
])("%s is said, and nothing is done", async (_what, input, message) => {
  const handle = () => Promise.reject(new Error("called"));
  const answer = await answerCall(input, { schema, handle, headers });
  expect(answer).toEqual({ ok: false, code: "invalid_input", message });
});

test("a refusal is its code and its sentence; a bug is not told", async () => {
  const notFound = { ok: false, code: "not_found", message: "There is nothing here." };
  expect(await failing(new AppError("not_found"))).toEqual(notFound);
  const internal = { ok: false, code: "internal", message: "Something went wrong on our side." };
  expect(await failing(new Error("secret detail"))).toEqual(internal);
});

test("a database that is away is called that", async () => {
  expect(await failing(new Error("connect ECONNREFUSED 127.0.0.1:1"))).toMatchObject({
    code: "database_down",
    message: expect.stringContaining("database") as string,
  });
});

test("only what is ours to look into is logged", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  for (const code of ["unauthenticated", "not_found", "too_many_requests", "conflict"] as const)
    await failing(new AppError(code));
  await answerCall({ title: 7 }, { schema, headers, handle: async () => {} });
  expect(logged).not.toHaveBeenCalled();
  const bug = new Error("a bug");
  await failing(bug);
  expect(logged).toHaveBeenCalledExactlyOnceWith("action.failed", bug, {});
  logged.mockRestore();
});
