import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instanceOf } from "./schema-instance";

const word = (name: string) => `a ${name}`;

/** Schemas of the kinds that people give to models. */
const { schema: anySchema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Record<string, unknown>[]>(
      { type: "string" },
      { type: "boolean" },
      { type: "null" },
      { type: "number" },
      { type: ["null", "string"] },
      { const: 7 },
      { enum: ["a", "b", 3] },
    ),
    fc.integer({ min: -50, max: 50 }).map((minimum) => ({ type: "integer", minimum })),
    fc.integer({ min: -50, max: 50 }).map((maximum) => ({ type: "integer", maximum })),
    fc
      .record({ items: tie("schema"), minItems: fc.integer({ min: 0, max: 5 }) })
      .map((parts) => ({ type: "array", ...parts })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/u), tie("schema"), { maxKeys: 4 }).map((properties) => ({
      type: "object",
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
  ),
}));

describe("a value made from a schema", () => {
  test("is valid, says a validator that was written apart", () => {
    const ajv = new Ajv({ strict: false });
    fc.assert(
      fc.property(anySchema, (schema) => {
        const value = instanceOf(schema, word);
        expect(ajv.validate(schema, value), JSON.stringify({ schema, value })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("is JSON", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const value = instanceOf(schema, word);
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  test("takes its words from whoever knows them, by name", () => {
    const schema = { properties: { city: {}, tags: { type: "array", items: { type: "string" }, minItems: 3 } } };
    expect(instanceOf(schema, word)).toEqual({ city: "a city", tags: ["a tags 1", "a tags 2", "a tags 3"] });
  });

  test("comes to an end for a schema without one, and for what is none", () => {
    const endless: Record<string, unknown> = { type: "object" };
    endless["properties"] = { again: endless };
    expect(JSON.stringify(instanceOf(endless, word)).length).toBeLessThan(500);
    for (const broken of [{}, { type: "colour" }, { type: 7 }, { properties: 7 }, { type: "array", items: "x" }]) {
      expect(instanceOf(broken, word)).toBeDefined();
    }
    expect(instanceOf({ type: "array", minItems: 1e9 }, word)).toHaveLength(20);
  });
});
