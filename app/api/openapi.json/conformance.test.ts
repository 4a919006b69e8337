import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { askUsage, FAILURES } from "@/lib/gateway/testing/documented-failures";
import * as document from "@/app/api/openapi.json/route";
import {
  ajv,
  asked,
  breachesOf,
  changed,
  DOCUMENT,
  headerBreaches,
  OPERATIONS,
  operationOf,
  problemsBy,
  saying,
} from "@/lib/gateway/testing/document";
import { aProgram } from "@/lib/gateway/testing/program";
import { env } from "@/lib/platform/env";

/** Every operation of the document is asked, in every way that it promises to answer. */
const read = () => document.GET(new Request(`${env.appUrl}/api/openapi.json`), undefined);
const described = Object.values(DOCUMENT.paths).flatMap((methods) => Object.values(methods));
const { schemas, securitySchemes } = DOCUMENT.components;

describe("the document", () => {
  test("is served as it is here, may be kept for a while, and holds no secret", async () => {
    const answer = await read();
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual(DOCUMENT);
    expect(text).not.toMatch(/sk-|whsec|postgres/);
  });

  test("is one of OpenAPI 3.1, of this installation", () => {
    expect(DOCUMENT.openapi).toMatch(/^3\.1\.\d$/);
    expect(DOCUMENT.servers).toEqual([{ url: env.appUrl }]);
    for (const [name, schema] of Object.entries(schemas)) expect(ajv.validateSchema(schema), name).toBe(true);
  });

  test("has a name of its own for each operation, and no reference that leads nowhere", () => {
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length);
    const names = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name = "") => !Object.hasOwn(schemas, name))).toEqual([]);
    const keys = described.flatMap(({ security }) => security.flatMap((each) => Object.keys(each)));
    expect(keys.filter((name) => !Object.hasOwn(securitySchemes, name))).toEqual([]);
  });

  test("declares what stands in its paths, and nothing else", () => {
    for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ in: "path", name, required: true }));
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters.filter((each) => each.in === "path")).toMatchObject(inPath);
        expect(parameters.filter((each) => each.required)).toHaveLength(inPath.length);
      }
    }
  });

  test("has examples that its own schemas take", () => {
    const bodies = OPERATIONS.flatMap(({ body }) => (body ? [body] : []));
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.flatMap(({ schema, example }) => problemsBy(["components", "schemas", schema], example))).toEqual([]);
  });

  test("says nothing that only our own library means something by", () => {
    expect(JSON.stringify(DOCUMENT)).not.toMatch(/starts_with|9007199254740991/);
  });
});

test("an answer that does not keep to the document is found", async () => {
  const chat = operationOf("createChatCompletion");
  const headers = { "x-request-id": "1" };
  const wrongs = [
    Response.json({ id: "1" }, { headers }),
    Response.json({ error: { message: "", type: "", param: null, code: "other" } }, { status: 401, headers }),
    Response.json({ error: { message: "", type: "", param: null, code: null } }, { status: 401 }),
    Response.json({ error: { message: "", type: "", param: null, code: null } }, { status: 418, headers }),
    Response.json(
      { error: { message: "", type: "", param: null, code: null } },
      { status: 401, headers: { ...headers, "x-other": "1" } },
    ),
  ];
  for (const wrong of wrongs) expect((await breachesOf(chat, wrong)).breaches).not.toEqual([]);
});

describe.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", (id, operation) => {
  test("answers as it says", async () => {
    const program = await aProgram();
    const response = id === "getUsage" ? await askUsage(program) : await asked(operation, program);
    expect(response.status).toBe(200);
    expect((await breachesOf(operation, response)).breaches).toEqual([]);
  });

  const names = operation.failures.map(({ status, code }) => `${status} ${code}`);
  test.each(names)("refuses with %s as it says", async (name) => {
    const fail = FAILURES[name];
    if (!fail) throw new Error(`Nothing here makes ${name} happen`);
    const response = await fail(operation);
    const { breaches, body } = await breachesOf(operation, response);
    expect(breaches).toEqual([]);
    expect(`${response.status} ${(body as { error: { code: string | null } }).error.code}`).toBe(name);
  });
});

describe("a streamed completion", () => {
  const chat = operationOf("createChatCompletion");
  const problemsOf = (name: string, event: string) => problemsBy(["components", "schemas", name], JSON.parse(event));

  async function events(words: string, options = {}): Promise<string[]> {
    const body = saying(chat, words, { stream: true, ...options });
    const response = await asked(chat, { ...(await aProgram()), body });
    expect(headerBreaches(chat, response)).toEqual([]);
    const lines = (await response.text()).split("\n\n").filter(Boolean);
    expect(lines.filter((line) => !line.startsWith("data: "))).toEqual([]);
    return lines.map((line) => line.slice("data: ".length));
  }

  test.each([{}, { stream_options: { include_usage: true } }])(
    "is documented events and [DONE]: %j",
    async (options) => {
      const told = await events("Explain rain", options);
      expect(told.at(-1)).toBe("[DONE]");
      expect(told.length).toBeGreaterThan(3);
      expect(told.slice(0, -1).flatMap((event) => problemsOf("ChatCompletionChunk", event))).toEqual([]);
    },
  );

  test("that breaks ends in a documented error, and no [DONE]", async () => {
    const told = await events("Explain rain [sandbox:cut]");
    expect(problemsOf("ProgramFailure", told.at(-1) ?? "")).toEqual([]);
    expect(told.slice(0, -1).flatMap((event) => problemsOf("ChatCompletionChunk", event))).toEqual([]);
  });
});

test.each<[string, string, object]>([
  ["a tool's call", "createChatCompletion", { tools: [aTool()], tool_choice: "required" }],
  [
    "JSON",
    "createChatCompletion",
    { messages: [{ role: "user", content: "A cat, as JSON" }], response_format: { type: "json_object" } },
  ],
  ["a cut answer", "createChatCompletion", { max_completion_tokens: 3 }],
  ["packed vectors", "createEmbedding", { encoding_format: "base64" }],
  ["several texts", "createEmbedding", { input: ["rain", "sun"] }],
  ["token numbers", "createEmbedding", { input: [1, 2, 3] }],
])("%s keeps to the document too", async (_name, id, change) => {
  const operation = operationOf(id);
  const response = await asked(operation, { ...(await aProgram()), body: changed(operation, change) });
  expect(response.status).toBe(200);
  expect((await breachesOf(operation, response)).breaches).toEqual([]);
});

test.each(["createChatCompletion", "createEmbedding"])("%s says by documented headers what was kept", async (id) => {
  const operation = operationOf(id);
  const program = await aProgram();
  const headers = { "cache-control": "max-age=60" };
  const body = changed(operation, id === "createChatCompletion" ? { temperature: 0 } : {});
  for (const kept of ["miss", "hit"]) {
    const response = await asked(operation, { ...program, body, headers });
    expect(response.headers.get("x-parley-cache")).toBe(kept);
    expect((await breachesOf(operation, response)).breaches).toEqual([]);
  }
});

function aTool() {
  return { type: "function", function: { name: "get_weather", parameters: { type: "object", properties: {} } } };
}
