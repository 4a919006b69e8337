import { describe, expect, test } from "vitest";
import { apiReference } from "@/lib/gateway/document/reference";
import { typeText } from "@/lib/gateway/document/type-text";

const REFERENCE = apiReference({ appUrl: "https://parley.test", models: { chat: "swift", embedding: "embed" } });
const viewOf = (id: string) => REFERENCE.find((one) => one.id === id);

test.each<[Parameters<typeof typeText>[0], string]>([
  [{ type: "string" }, "text"],
  [{ type: ["boolean", "null"] }, "true or false"],
  [{ type: "integer", minimum: 0, maximum: 20 }, "whole number, 0 to 20"],
  [{ anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }] }, "whole number"],
  [{ anyOf: [{ type: "number", const: 1 }, { type: "null" }] }, "1"],
  [{ type: "string", enum: ["low", "high"] }, '"low", "high"'],
  [{ type: "array", minItems: 1, maxItems: 128, items: { type: "object" } }, "list of objects, 1 to 128"],
  [{ type: "array", items: { type: "array", items: { type: "integer" } } }, "list of lists of whole numbers"],
  [
    {
      anyOf: [
        { anyOf: [{ type: "string" }, { type: "array", maxItems: 4, items: { type: "string" } }] },
        { type: "null" },
      ],
    },
    "text or list of texts, 4 at most",
  ],
  [{ type: "array", items: { oneOf: [{ type: "object" }, { type: "object" }] } }, "list of objects"],
  [{}, "anything"],
])("%j is told as %j", (schema, text) => {
  expect(typeText(schema)).toBe(text);
});

describe("an operation for people", () => {
  test("names what must be sent, and what each of it is", () => {
    const fields = viewOf("createChatCompletion")?.fields ?? [];
    expect(fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(["model", "messages"]);
    expect(fields.find(({ name }) => name === "temperature")).toMatchObject({ type: "number, 0 to 2" });
    expect(fields.every(({ type }) => type !== "")).toBe(true);
    expect(fields.find(({ name }) => name === "stream")?.about).toContain("server-sent events");
  });

  test("begins with a body that names a model of this installation", () => {
    expect(JSON.parse(viewOf("createEmbedding")?.example ?? "")).toMatchObject({ model: "embed" });
    expect(viewOf("retrieveModel")?.parameter).toMatchObject({ name: "model", example: "swift" });
    expect(viewOf("listModels")?.example).toBeNull();
  });

  test("says what opens it, what its answer's headers tell and how it fails", () => {
    expect(viewOf("getUsage")?.scope).toBeNull();
    const { scope, headers, failures } = viewOf("createChatCompletion") ?? {};
    expect(scope).toBe("chat");
    expect(headers?.map(({ name }) => name)).toContain("x-ratelimit-remaining-requests");
    expect(failures).toContainEqual(expect.objectContaining({ status: 413, code: "request_too_large" }));
  });
});
