import type { ToldFailure } from "@/lib/gateway/document/failures";
import { type ExampleModels, type Operation, operations } from "@/lib/gateway/document/operations";
import { documentSchemas, type JsonSchema, refTo } from "@/lib/gateway/document/schemas";
import { sessionCookie } from "@/lib/identity/session-cookie";

type Header = { description: string; required?: boolean; schema: JsonSchema };
type Answer = {
  description: string;
  headers: Record<string, Header>;
  content: Record<string, { schema: JsonSchema; examples?: Record<string, { summary: string }> }>;
};
type Described = {
  operationId: string;
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema; example: unknown }> };
  responses: Record<string, Answer>;
};

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). */
export type ApiDocument = {
  openapi: string;
  jsonSchemaDialect: string;
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, unknown> };
};

/** The document of the public API, made of the schemas that it is served by. */
export function apiDocument({ appUrl, models }: { appUrl: string; models: ExampleModels }): ApiDocument {
  const paths: ApiDocument["paths"] = {};
  for (const operation of operations(models)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: "3.1.1",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Parley API",
      version: "1",
      summary: "OpenAI's Chat Completions and Embeddings, paid for as a chat is.",
      description:
        "Whatever speaks to OpenAI with a base URL works unchanged: give it this address and a key from Settings, API keys.",
    },
    servers: [{ url: appUrl }],
    paths,
    components: {
      schemas: documentSchemas(),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "parley_…",
          description: "A key from Settings, API keys.",
        },
        session: { type: "apiKey", in: "cookie", name: sessionCookie.name, description: "Whoever is signed in." },
      },
    },
  };
}

function described(operation: Operation): Described {
  const { id, summary, description, scope, body } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: id,
    summary,
    description,
    security: [scope === undefined ? { session: [] } : { key: [scope] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: refTo(body.schema) }, example: body.example } },
          },
        }
      : {}),
    responses: { "200": success(operation), ...failuresOf(operation) },
  };
}

type Parameter = { in: "path" | "header"; required: boolean; schema: JsonSchema; name: string; description: string };

/** An answer that was kept costs what the price book says, which is nothing unless it does. */
const CACHE_CONTROL: Parameter = {
  in: "header",
  name: "cache-control",
  required: false,
  description:
    "`max-age=3600`: an answer to the very same request of yours, so many seconds old at most, is good enough; and this one may be kept. For embeddings, and completions at temperature 0.",
  schema: { type: "string" },
};

function parametersOf({ parameter, isCounted }: Operation): Parameter[] {
  const inPath = { in: "path", required: true, schema: { type: "string" } } as const;
  return [...(parameter ? [{ ...inPath, ...parameter }] : []), ...(isCounted ? [CACHE_CONTROL] : [])];
}

const REQUEST_ID: Header = {
  description: "Names this request. Tell it when you ask for help.",
  required: true,
  schema: { type: "string" },
};
const COUNTS: Record<string, Header> = {
  "x-ratelimit-limit-requests": { description: "Requests a minute.", schema: { type: "string", pattern: "^\\d+$" } },
  "x-ratelimit-remaining-requests": {
    description: "How many are left.",
    schema: { type: "string", pattern: "^\\d+$" },
  },
  "x-ratelimit-reset-requests": {
    description: "Until all are there again, like `1m30s`.",
    schema: { type: "string", pattern: "^(\\d+ms|(\\d+m)?\\d+s)$" },
  },
};

/** Where the request asked for it, see the description. */
const KEPT: Record<string, Header> = {
  "x-parley-cache": {
    description: "Whether the answer was kept from an identical request before.",
    schema: { enum: ["hit", "miss"] },
  },
  age: { description: "Seconds since a kept answer was made.", schema: { type: "string", pattern: "^\\d+$" } },
};

const STREAMED: Record<string, Header> = {
  "x-accel-buffering": {
    description: "Of a stream: asks proxies to pass it on as it comes.",
    schema: { enum: ["no"] },
  },
};

function success({ answer, event, isCounted }: Operation): Answer {
  const counts = Object.entries(COUNTS).map(([name, header]) => [name, { ...header, required: true }] as const);
  return {
    description: event ? "The answer, whole, or as a stream where `stream` is true." : "The answer.",
    headers: {
      "x-request-id": REQUEST_ID,
      ...(isCounted ? { ...Object.fromEntries(counts), ...KEPT } : {}),
      ...(event ? STREAMED : {}),
    },
    content: {
      "application/json": { schema: { $ref: refTo(answer) } },
      ...(event
        ? {
            "text/event-stream": {
              schema: {
                type: "string",
                description: `Events of one line, \`data: \` and JSON: each a ${event}, or, when something breaks, an error. \`data: [DONE]\` is the last.`,
                contentMediaType: "text/event-stream",
                contentSchema: { $ref: refTo(event) },
              },
            },
          }
        : {}),
    },
  };
}

const RETRY_AFTER: Header = { description: "Seconds to wait.", schema: { type: "string", pattern: "^\\d+$" } };
const SHOULD_RETRY: Header = { description: "Waiting does not help.", schema: { const: "false" } };

function failuresOf(operation: Operation): Record<string, Answer> {
  const statuses = [...new Set(operation.failures.map(({ status }) => status))];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      failureOf(operation, { status, failures: operation.failures.filter((each) => each.status === status) }),
    ]),
  );
}

type OfStatus = { status: number; failures: readonly ToldFailure[] };

function failureOf({ scope, isCounted }: Operation, { status, failures }: OfStatus): Answer {
  const isProgram = scope !== undefined;
  // What the provider itself refuses as a question is told by its own code.
  const codes = failures.map(({ code }) => code);
  return {
    description: failures.map(({ code, when }) => `${code === null ? "" : `\`${code}\`: `}${when}`).join("\n\n"),
    headers: {
      "x-request-id": REQUEST_ID,
      ...(status === 429 || status === 503 ? { "retry-after": RETRY_AFTER } : {}),
      ...(status === 429 && isCounted ? { ...COUNTS, "x-should-retry": SHOULD_RETRY } : {}),
    },
    content: {
      "application/json": {
        schema: {
          allOf: [{ $ref: refTo(isProgram ? "ProgramFailure" : "Failure") }],
          properties: { error: { properties: { code: status === 400 ? { examples: codes } : { enum: codes } } } },
        },
      },
    },
  };
}
