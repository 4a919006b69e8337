import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { requireKey, wrongKey } from "./credentials";
import { ApiError, modelNotFound, serverError, unknownRoute } from "./errors";
import { describeModel, modelsFrom, requireModel, requireModelNamed } from "./models";

describe("the models", () => {
  test("are those of the list, each once, and a name tells what it is for", () => {
    const models = modelsFrom(" llama ,llama,, my-embedder");
    expect(models.slice(0, 2)).toEqual([
      { id: "llama", kind: "chat", contextTokens: 128_000 },
      { id: "my-embedder", kind: "embedding", contextTokens: 8_192 },
    ]);
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
  });

  test("are found by name and kind", () => {
    const models = modelsFrom();
    expect(requireModel(models, "parley-sage", "chat").id).toBe("parley-sage");
    expect(() => requireModel(models, "parley-sage", "embedding")).toThrow("not a model for embeddings");
    expect(() => requireModel(models, "parley-embed", "chat")).toThrow("not a model for chat");
    for (const name of ["", "Parley-Sage", "__proto__", "toString"]) {
      expect(() => requireModelNamed(models, name), name).toThrow(ApiError);
    }
  });

  test("are described without what is our own affair", () => {
    expect(Object.keys(describeModel(modelsFrom()[0]!))).toEqual(["id", "object", "created", "owned_by"]);
  });
});

describe("a key", () => {
  const withHeader = (authorization?: string) => ({ headers: { authorization } }) as unknown as IncomingMessage;

  test.each(["Bearer k", "bearer sk-anything", "BEARER a_invalid_b"])("%s will do", (header) => {
    expect(() => requireKey(withHeader(header))).not.toThrow();
  });

  test.each([undefined, "", "Bearer", "Bearer ", "Basic abc", "k", "Bearer sk_invalid", "Bearer a b"])(
    "%j will not",
    (header) => {
      expect(() => requireKey(withHeader(header))).toThrow(expect.objectContaining({ status: 401 }) as Error);
    },
  );

  test("that is wrong is hinted at, not repeated", () => {
    expect(wrongKey("sk-very-secret-1234").message).toContain("sk-***1234");
    expect(wrongKey("short").message).not.toContain("short");
  });
});

describe("an error", () => {
  test.each([
    [modelNotFound("x"), 404, "model_not_found", "model"],
    [serverError(), 500, "server_error", null],
    [serverError(503), 503, "overloaded", null],
    [unknownRoute("GET", "/x"), 404, "unknown_url", null],
    [new ApiError(400, "No."), 400, null, null],
  ])("%s has status, code and parameter in OpenAI's shape", (error, status, code, param) => {
    expect(error.status).toBe(status);
    expect(error.body.error).toMatchObject({ message: error.message, code, param });
    expect(error.body.error.type).toBeTypeOf("string");
  });
});
