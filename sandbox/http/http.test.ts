import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseJson } from "./body";
import { listen, type Running } from "./listen";
import { createRouter, splitTarget } from "./router";

describe("routes", () => {
  const router = createRouter({
    "GET /": () => {},
    "GET /a/:id": () => {},
    "POST /a/:id": () => {},
    "DELETE /a/:id/b": () => {},
  });
  const find = (method: string, target: string) => {
    const found = router.find(method, target);
    return "handler" in found ? found.params : found.allowed;
  };

  test.each<[string, string, object]>([
    ["GET", "/", {}],
    ["GET", "/a/1", { id: "1" }],
    ["HEAD", "/a/1", { id: "1" }],
    ["POST", "/a/x%20y", { id: "x y" }],
    ["POST", "/a/%E0%A4%A", { id: "%E0%A4%A" }],
    ["DELETE", "/a/%2F/b", { id: "/" }],
    ["PUT", "/a/1", ["GET", "POST"]],
    ["GET", "/a/", []],
    ["GET", "/a", []],
    ["GET", "/a/1/c", []],
    ["GET", "/__proto__", []],
  ])("%s %s leads to %j", (method, target, expected) => {
    expect(find(method, target)).toEqual(expected);
  });

  test.each([
    ["/a?x=1&y=%20", "/a", "x=1&y=+"],
    ["/a/?", "/a", ""],
    ["http://h:1/a/b?x", "/a/b", "x="],
    ["http://h:1", "/", ""],
    ["//", "/", ""],
    ["*", "*", ""],
    ["/a#b?c", "/a", ""],
    ["", "/", ""],
  ])("the target %s is the path %s with the query %s", (target, expected, query) => {
    const split = splitTarget(target);
    expect([split.path, split.query.toString()]).toEqual([expected, query]);
  });

  test("any target is split, and leads somewhere or nowhere", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (target, method) => {
        const { path: split } = splitTarget(target);
        expect(find(method, split)).toBeTypeOf("object");
      }),
    );
  });
});

test.each<[string, Uint8Array, unknown]>([
  ["an object", Buffer.from('{"a":1}'), { a: 1 }],
  ["null", Buffer.from("null"), null],
  ["nothing", Buffer.from(""), undefined],
  ["half an object", Buffer.from("{"), undefined],
  ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), undefined],
])("the body %s is read as it should be", (_, body, value) => {
  expect(parseJson(Buffer.from(body))).toEqual(value);
});

describe("a program", () => {
  let taken: Running;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "sandbox-program-"));
    taken = await listen((_request, response) => void response.end(), {
      port: 0,
      host: "127.0.0.1",
      brokenRequestBody: "{}",
    });
  });
  afterAll(async () => {
    await taken.close();
    rmSync(folder, { recursive: true });
  });

  function run(server: string, env: Record<string, string>) {
    const child = spawn(process.execPath, ["--import", "tsx", `sandbox/${server}/server.ts`], {
      cwd: path.resolve(import.meta.dirname, "..", ".."),
      env: { ...process.env, SANDBOX_DATA_DIR: folder, ...env },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
    return { child, said: () => said, exit: once(child, "exit") as Promise<[code: number | null]> };
  }

  test.each([
    ["openai", "SANDBOX_OPENAI_PORT", /^openai sandbox on http:\/\/127\.0\.0\.1:\d+\/v1\n$/u],
    ["control", "SANDBOX_CONTROL_PORT", /^control sandbox on http:\/\/127\.0\.0\.1:\d+\n$/u],
  ])("%s says one line when it is up, and ends cleanly on SIGTERM", async (server, variable, line) => {
    const { child, said, exit } = run(server, { [variable]: "0" });
    await once(child.stdout, "data");
    expect(said()).toMatch(line);
    child.kill("SIGTERM");
    expect((await exit)[0]).toBe(0);
  });

  test.each([
    ["openai", "SANDBOX_OPENAI_PORT"],
    ["control", "SANDBOX_CONTROL_PORT"],
  ])("%s on a taken port names %s and ends with 1", async (server, variable) => {
    const { said, exit } = run(server, { [variable]: new URL(taken.url).port });
    expect((await exit)[0]).toBe(1);
    expect(said()).toContain(variable);
  });

  test("a port that is none is refused by name", async () => {
    const { said, exit } = run("openai", { SANDBOX_OPENAI_PORT: "http" });
    expect((await exit)[0]).toBe(1);
    expect(said()).toBe("SANDBOX_OPENAI_PORT must be a port between 0 and 65535.\n");
  });
});
