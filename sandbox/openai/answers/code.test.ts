import { execFileSync } from "node:child_process";
import ts from "typescript-api";
import { describe, expect, test } from "vitest";
import { code } from "./code";
import { pythonTasks } from "./code-python";
import { rustTasks } from "./code-rust";
import { shellTasks } from "./code-shell";
import { sqlTasks } from "./code-sql";
import type { Task } from "./code-task";
import { typescriptTasks } from "./code-typescript";
import { asking } from "./testing/asking";

const ALL = { typescript: typescriptTasks, python: pythonTasks, rust: rustTasks, sql: sqlTasks, bash: shellTasks };
const PAIRS = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
] as const;
const named = (tasks: readonly Task[]) => tasks.map((task): [string, Task] => [task.intro, task]);

function ask(text: string) {
  return code(asking(text));
}

describe("which code a prompt gets", () => {
  test.each([
    ["Write a TypeScript function with debounce", "debounce", "typescript"],
    ["fetch with retry in JavaScript", "fetchJson", undefined],
    ["write fetch with retry in JavaScript", "fetchJson", "typescript"],
    ["a react component in typescript, with code", "SaveButton", "typescript"],
    ["Python code for prime numbers", "is_prime", "python"],
    ["how can I sort a list in Python?", "merge_sort", "python"],
    ["python script to read a csv", "DictReader", "python"],
    ["is this word a palindrome? Python function", "is_palindrome", "python"],
    ["SQL query that finds duplicates", "having count(*) > 1", "sql"],
    ["sql query for the top customers", "limit 10", "sql"],
    ["implement reading a file in Rust", "LoadError", "rust"],
    ["a bash script to rename files", "--no-clobber", "bash"],
    ["fizzbuzz", "fizzBuzz", "typescript"],
  ])("%s", (text, part, fence) => {
    const said = ask(text) ?? "";
    expect(said.includes(part)).toBe(fence !== undefined);
    expect(said.includes(`\`\`\`${fence}\n`)).toBe(fence !== undefined);
  });

  test.each(["Explain Python's history", "rust on my bicycle", "the code of conduct for dogs walks in"])(
    "“%s” asks for none, or for what is named",
    (text) => {
      expect(ask(text) ?? "").not.toContain("```rust");
      expect(ask(text) ?? "").not.toContain("```python");
    },
  );
});

describe("the code itself", () => {
  test.each(Object.entries(ALL))(
    "of %s ends with a task for everything else, and every other has its pattern",
    (_, tasks) => {
      expect(tasks.map(({ pattern }) => pattern !== undefined)).toEqual([...tasks.slice(1).map(() => true), false]);
      for (const { intro, notes } of tasks) expect([intro.length > 20, notes.length > 0]).toEqual([true, true]);
    },
  );

  test.each(named(typescriptTasks))("is TypeScript without a syntax error: %s", (_, { code: source }) => {
    const { diagnostics } = ts.transpileModule(source, {
      reportDiagnostics: true,
      fileName: "answer.tsx",
      compilerOptions: { target: ts.ScriptTarget.ES2023, jsx: ts.JsxEmit.ReactJSX },
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });

  test.each(named(shellTasks))("is shell that bash can read: %s", (_, { code: source }) => {
    expect(() => execFileSync("bash", ["-n"], { input: source })).not.toThrow();
  });

  test.each(named([...pythonTasks, ...rustTasks, ...sqlTasks, ...typescriptTasks]))(
    "has its brackets in pairs: %s",
    (_, { code: source }) => {
      const bare = source
        .replaceAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n<>]*'/gu, "")
        .replaceAll("=>", "")
        .replaceAll("->", "");
      for (const [open, close] of PAIRS) {
        expect(bare.split(open).length).toBe(bare.split(close).length);
      }
    },
  );
});
