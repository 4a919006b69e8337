import http from "node:http";
import type { AddressInfo } from "node:net";
import { APIError } from "openai";
import { afterAll, expect, test, vi } from "vitest";

/** Answers with the status that the question names, and tells what it was asked. */
const asked: { path: string | undefined; headers: http.IncomingHttpHeaders; body: string }[] = [];
const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
  request.on("end", () => {
    asked.push({ path: request.url, headers: request.headers, body });
    const {
      status = 200,
      error,
      breaksOff,
    } = JSON.parse(body) as { status?: number; error?: string; breaksOff?: true };
    response.writeHead(status, { "retry-after": "7", ...(breaksOff ? { "content-length": "100" } : {}) });
    if (breaksOff) response.write("half", () => response.destroy());
    else response.end(error);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});
vi.stubEnv("OPENAI_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
vi.stubEnv("OPENAI_API_KEY", "sk-ours");
const { providerFor } = await import("@/lib/adapters/llm/client");

const post = (body: object) => providerFor("primary").post("/chat/completions", body, new AbortController().signal);
const refusal = (body: object) => post(body).catch((thrown: unknown) => thrown);

test("every call has the SDK's head, and its own body", async () => {
  for (const question of ["Why?", "Why so?"]) (await post({ question })).resume();
  const [first, second] = asked;
  expect(first?.path).toBe("/v1/chat/completions");
  expect(first?.headers).toMatchObject({
    authorization: "Bearer sk-ours",
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^OpenAI\/JS /) as string,
    "content-length": "19",
  });
  expect(second?.headers).toEqual({ ...first?.headers, "content-length": "22" });
  expect([first?.body, second?.body]).toEqual(['{"question":"Why?"}', '{"question":"Why so?"}']);
});

test("a refusal is the SDK's error, with status, code and headers", async () => {
  const error = JSON.stringify({ error: { message: "No.", type: "requests", code: "rate_limit_exceeded" } });
  const thrown = await refusal({ status: 429, error });
  expect(thrown).toBeInstanceOf(APIError);
  expect(thrown).toMatchObject({ status: 429, code: "rate_limit_exceeded", type: "requests" });
  expect((thrown as { headers: Headers }).headers.get("retry-after")).toBe("7");
});

test.each([
  ["is somebody's page", { status: 502, error: "<h1>Bad gateway</h1>" }],
  ["is JSON, but no object", { status: 502, error: "null" }],
  ["breaks off", { status: 502, breaksOff: true }],
])("a refusal whose body %s is known by its status", async (_how, body) => {
  expect(await refusal(body)).toMatchObject({ status: 502, code: undefined });
});

test("a redirect is not followed: a key goes where the operator said", async () => {
  const before = asked.length;
  expect(await refusal({ status: 307 })).toMatchObject({ status: 307 });
  expect(asked).toHaveLength(before + 1);
});
