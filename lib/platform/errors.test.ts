import { expect, test } from "vitest";
import { AppError, asAppError, errorBody, failureMessage } from "@/lib/platform/errors";

test("a bug's message never leaves", () => {
  const body = errorBody(asAppError(new Error("password=hunter2 at db.ts:12")), "r1");
  expect(body).toEqual({ error: { code: "internal", message: "Something went wrong on our side.", requestId: "r1" } });
});

test("what a domain says on purpose does", () => {
  const error = new AppError("invalid_input", "Say something first.", {
    fields: { message: ["Say something first."] },
  });
  expect(asAppError(error)).toBe(error);
  expect(error.status).toBe(400);
  expect(errorBody(error, "r2")).toEqual({
    error: {
      code: "invalid_input",
      message: "Say something first.",
      fields: { message: ["Say something first."] },
      requestId: "r2",
    },
  });
});

test("where one can go on goes along", () => {
  const url = "https://billing.example.test/p/1";
  expect(errorBody(new AppError("conflict", "Choose there.", { url }), "r3").error.url).toBe(url);
  expect(errorBody(new AppError("conflict"), "r3").error).not.toHaveProperty("url");
});

test.each(["nonsense", "toString", "__proto__"])("an unknown code (%s) reads as our fault", (code) => {
  expect(failureMessage(code)).toBe(failureMessage("internal"));
});

test.each([null, undefined, "text", 7, { status: 200 }])("anything thrown is a failure: %j", (thrown) => {
  expect(asAppError(thrown).status).toBe(500);
});
