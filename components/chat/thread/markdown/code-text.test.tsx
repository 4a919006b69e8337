import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CodeText, chunksOf } from "./code-text";
import { highlightIn } from "./highlight";
import { languageOf, type Language } from "./languages";
import { library } from "./library";

const required = (name: string): Language => languageOf(name)!;

describe("highlighting", () => {
  test("tells what is what, and loses no character", async () => {
    const code = 'const a = "<b>"; // why\n';
    const inks = (await highlightIn(required("ts")))(code);
    expect(inks.map(({ text }) => text).join("")).toBe(code);
    expect(inks.find(({ kind }) => kind === "keyword")?.text).toBe("const");
    expect(inks.find(({ kind }) => kind === "string")?.text).toBe('"<b>"');
    expect(inks.find(({ kind }) => kind === "comment")?.text).toBe("// why");
  });

  test.each(["bash", "c", "cpp", "csharp", "css", "dart", "diff", "dockerfile", "go", "graphql", "ini", "java"])(
    "has a grammar for %s",
    async (name) => {
      const text = "a = 1\n";
      const highlight = await highlightIn(required(name));
      expect(
        highlight(text)
          .map((ink) => ink.text)
          .join(""),
      ).toBe(text);
    },
  );

  test("leaves a language without a grammar plain", async () => {
    expect((await highlightIn(required("csv")))("a,b")).toEqual([{ text: "a,b", kind: undefined }]);
  });
});

describe("code before its grammar is here", () => {
  test("is shown as it is", () => {
    expect(renderToStaticMarkup(<CodeText code={"a < b\nc"} info="ts" />)).toBe("<span>a &lt; b\nc</span>");
  });

  test.each([0, 1, 59, 60, 61, 119, 120, 121, 500])("of %i lines is the same in parts", (count) => {
    const code = Array.from({ length: count }, (_, line) => `line ${line}`).join("\n");
    expect(chunksOf(code).join("")).toBe(code);
    expect(chunksOf(code)).toHaveLength(Math.max(1, Math.ceil(count / 60)));
  });

  test("keeps its first parts as they are while it grows", () => {
    const code = "line\n".repeat(200);
    const before = chunksOf(code).slice(0, -1);
    expect(chunksOf(`${code}more\nlines`).slice(0, before.length)).toEqual(before);
  });
});

describe("what is fetched when it is met", () => {
  test("is fetched by the first that waits, once, and told to all", async () => {
    let loads = 0;
    const lib = library(async () => {
      loads += 1;
      return "here";
    });
    expect(lib.get()).toBeUndefined();
    expect(loads).toBe(0);
    const told = await Promise.all([waiting(lib), waiting(lib)]);
    expect(told).toEqual(["here", "here"]);
    expect(loads).toBe(1);
  });

  test("is asked for again after it could not be had, by the next that comes", async () => {
    let loads = 0;
    const lib = library(async () => {
      loads += 1;
      if (loads === 1) throw new Error("offline");
      return "here";
    });
    lib.subscribe(() => undefined);
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    expect(lib.get()).toBeUndefined();
    expect(await waiting(lib)).toBe("here");
  });

  function waiting(lib: ReturnType<typeof library<string>>): Promise<string | undefined> {
    return new Promise((resolve) => {
      lib.subscribe(() => resolve(lib.get()));
    });
  }
});
