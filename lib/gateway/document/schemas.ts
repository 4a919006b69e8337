import { z } from "zod";
import {
  ChatCompletion,
  ChatCompletionChunk,
  EmbeddingList,
  Failure,
  ModelEntry,
  ModelList,
  ProgramFailure,
} from "@/lib/gateway/document/answers";
import { ChatCompletionRequest, EmbeddingRequest } from "@/lib/gateway/schema";
import { UsageReport } from "@/lib/usage/schema";

/** JSON Schema (draft 2020-12), which is what OpenAPI 3.1 is made of. */
export type JsonSchema = { [keyword: string]: unknown };

const REQUESTS = { ChatCompletionRequest, EmbeddingRequest };
const ANSWERS = {
  ChatCompletion,
  ChatCompletionChunk,
  EmbeddingList,
  Failure,
  ModelEntry,
  ModelList,
  ProgramFailure,
  UsageReport,
};
export type SchemaName = keyof typeof REQUESTS | keyof typeof ANSWERS;

export function refTo(name: SchemaName): string {
  return `#/components/schemas/${name}`;
}

/** The schemas that requests are checked by and answers are made of, each under its name. */
export function documentSchemas(): Record<string, JsonSchema> {
  return { ...converted(REQUESTS, "input"), ...converted(ANSWERS, "output") };
}

function converted(named: Record<string, z.ZodType>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => plain(jsonSchema),
  });
  // In a document their place is their name.
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}

/** Leaves out what only zod means something by: a reader takes it for a rule of ours. */
function plain(schema: JsonSchema): void {
  if (schema["format"] === "starts_with") delete schema["format"];
  // A day that is none is no date-time either, so the pattern of all that are says nothing more.
  if (schema["format"] === "date-time") delete schema["pattern"];
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
}
