import "server-only";
import { type ApiDocument, apiDocument } from "@/lib/gateway/document/api-document";
import { type ExampleModels, type Operation, operations } from "@/lib/gateway/document/operations";
import type { FieldView, OperationView } from "@/lib/gateway/document/schema";
import type { JsonSchema } from "@/lib/gateway/document/schemas";
import { typeText } from "@/lib/gateway/document/type-text";

/** The document's operations for people to read, in its order; all that is said comes from the document. */
export function apiReference({ appUrl, models }: { appUrl: string; models: ExampleModels }): OperationView[] {
  const document = apiDocument({ appUrl, models });
  return operations(models).map((operation) => viewOf(operation, document));
}

function viewOf(operation: Operation, document: ApiDocument): OperationView {
  const { id, method, path, scope, failures, summary, description } = operation;
  const answer = document.paths[path]?.[method]?.responses["200"];
  return {
    id,
    method: method === "get" ? "GET" : "POST",
    path,
    summary,
    about: description,
    scope: scope ?? null,
    ...sentWith(operation, document),
    headers: Object.entries(answer?.headers ?? {}).map(([name, header]) => ({ name, about: header.description })),
    failures: [...failures],
  };
}

function sentWith({ parameter, body }: Operation, document: ApiDocument) {
  return {
    parameter: parameter ? { name: parameter.name, about: parameter.description, example: parameter.example } : null,
    fields: body ? fieldsOf(document.components.schemas[body.schema] ?? {}) : [],
    example: body ? JSON.stringify(body.example, null, 2) : null,
  };
}

function fieldsOf({ properties, required }: JsonSchema): FieldView[] {
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    type: typeText(schema),
    isRequired: needed.has(name),
    about: typeof schema["description"] === "string" ? schema["description"] : "",
  }));
}
