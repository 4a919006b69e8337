import { Ajv2020 } from "ajv/dist/2020.js";
import type { ApiDocument } from "@/lib/gateway/document/api-document";
import { type Operation, operations } from "@/lib/gateway/document/operations";
import { exampleModels, ourApiDocument } from "@/lib/gateway/document/our-document";
import { ask } from "@/lib/gateway/testing/program";
import { env } from "@/lib/platform/env";

/** For tests: holds answers against the document, by a validator that is not ours. */
export const DOCUMENT = JSON.parse(JSON.stringify(ourApiDocument())) as ApiDocument;
export const OPERATIONS = operations(exampleModels());

const formats = {
  uri: (text: string) => URL.canParse(text),
  "date-time": (text: string) => new Date(text).toISOString() === text,
};
export const ajv = new Ajv2020({ strict: false, allErrors: true, formats });
ajv.addSchema(DOCUMENT, "document");

export function operationOf(id: string): Operation {
  const operation = OPERATIONS.find((candidate) => candidate.id === id);
  if (!operation) throw new Error(`There is no operation ${id}`);
  return operation;
}

type Asking = { secret?: string | undefined; body?: unknown; model?: string; headers?: Record<string, string> };

/** Asks an operation as its example does, whole, unless told otherwise. */
export function asked(operation: Operation, { secret, body, model, headers }: Asking): Promise<Response> {
  const { method, path, parameter } = operation;
  const place = path.replace("{model}", model ?? parameter?.example ?? "");
  const sent = body ?? (operation.body ? changed(operation, {}) : undefined);
  return ask(`${env.appUrl}${place}`, {
    method: method.toUpperCase(),
    headers: {
      "content-type": "application/json",
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: typeof sent === "string" ? sent : JSON.stringify(sent) }),
  });
}

/** The body of an operation's example, not streamed, with something else in it. */
export function changed({ body }: Operation, change: object): object {
  return { ...(body?.example as object), stream: undefined, ...change };
}

/** The same, about these words. */
export function saying(operation: Operation, words: string, more: object = {}): object {
  const isChat = operation.id === "createChatCompletion";
  return changed(operation, {
    ...(isChat ? { messages: [{ role: "user", content: words }] } : { input: words }),
    ...more,
  });
}

/** In what an answer does not keep to the document: nothing, when all is well. Reads its body. */
export async function breachesOf(
  operation: Operation,
  response: Response,
): Promise<{ breaches: unknown[]; body: unknown }> {
  const body: unknown = await response.clone().json();
  const { path, method } = operation;
  const type = typeOf(response);
  const status = String(response.status);
  const schema = ["paths", path, method, "responses", status, "content", type, "schema"];
  const found = [...headerBreaches(operation, response), ...problemsBy(schema, body)];
  return { body, breaches: found.length === 0 ? [] : [...found, body] };
}

/** The same of the headers alone. */
export function headerBreaches({ path, method }: Operation, response: Response): string[] {
  const promised = DOCUMENT.paths[path]?.[method]?.responses[String(response.status)];
  if (!promised) return [`${response.status} is not documented`];
  if (!promised.content[typeOf(response)]) return [`${typeOf(response)} is not documented`];
  const told = Object.entries(promised.headers).flatMap(([name, { required, schema }]) => {
    const value = response.headers.get(name);
    if (value === null) return required ? [`${name} is missing`] : [];
    const isFine: boolean = ajv.validate(schema, value);
    return isFine ? [] : [`${name} is ${value}`];
  });
  const own = [...response.headers.keys()].filter((name) => /^(?:x-|retry-after)/.test(name));
  return [
    ...told,
    ...own.filter((name) => !Object.hasOwn(promised.headers, name)).map((name) => `${name} is not documented`),
  ];
}

/** What is wrong with a value, by the schema at this place of the document. */
export function problemsBy(place: readonly string[], value: unknown): unknown[] {
  const validate = ajv.getSchema(`document#/${place.map(escaped).join("/")}`);
  if (!validate) return [`The document has no ${place.join(" ")}`];
  return validate(value) ? [] : (validate.errors ?? []);
}

function typeOf({ headers }: Response): string {
  return headers.get("content-type")?.split(";")[0] ?? "";
}

/** A step of a JSON pointer in a URL's fragment (RFC 6901, 6). */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"));
}
