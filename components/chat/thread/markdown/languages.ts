import type { LanguageFn } from "lowlight";

type Grammar = () => Promise<{ default: LanguageFn }>;
/** `extension` is what a file in it is called by. */
export type Language = { name: string; extension: string; aliases?: string; grammar?: Grammar };

/** What can be highlighted, each by a grammar that is fetched when it is met; and what only has a name for its files. */
const LANGUAGES: Language[] = [
  {
    name: "bash",
    extension: "sh",
    aliases: "sh shell zsh console",
    grammar: () => import("highlight.js/lib/languages/bash"),
  },
  { name: "c", extension: "c", aliases: "h", grammar: () => import("highlight.js/lib/languages/c") },
  { name: "cpp", extension: "cpp", aliases: "c++ cc hpp", grammar: () => import("highlight.js/lib/languages/cpp") },
  { name: "csharp", extension: "cs", aliases: "c# cs", grammar: () => import("highlight.js/lib/languages/csharp") },
  { name: "css", extension: "css", grammar: () => import("highlight.js/lib/languages/css") },
  { name: "dart", extension: "dart", grammar: () => import("highlight.js/lib/languages/dart") },
  { name: "diff", extension: "diff", aliases: "patch", grammar: () => import("highlight.js/lib/languages/diff") },
  {
    name: "dockerfile",
    extension: "dockerfile",
    aliases: "docker",
    grammar: () => import("highlight.js/lib/languages/dockerfile"),
  },
  { name: "go", extension: "go", aliases: "golang", grammar: () => import("highlight.js/lib/languages/go") },
  {
    name: "graphql",
    extension: "graphql",
    aliases: "gql",
    grammar: () => import("highlight.js/lib/languages/graphql"),
  },
  { name: "ini", extension: "ini", aliases: "toml", grammar: () => import("highlight.js/lib/languages/ini") },
  { name: "java", extension: "java", grammar: () => import("highlight.js/lib/languages/java") },
  {
    name: "javascript",
    extension: "js",
    aliases: "js jsx mjs cjs node",
    grammar: () => import("highlight.js/lib/languages/javascript"),
  },
  { name: "json", extension: "json", aliases: "jsonc json5", grammar: () => import("highlight.js/lib/languages/json") },
  { name: "kotlin", extension: "kt", aliases: "kt", grammar: () => import("highlight.js/lib/languages/kotlin") },
  { name: "lua", extension: "lua", grammar: () => import("highlight.js/lib/languages/lua") },
  { name: "makefile", extension: "mk", aliases: "make", grammar: () => import("highlight.js/lib/languages/makefile") },
  { name: "markdown", extension: "md", aliases: "md", grammar: () => import("highlight.js/lib/languages/markdown") },
  { name: "php", extension: "php", grammar: () => import("highlight.js/lib/languages/php") },
  {
    name: "powershell",
    extension: "ps1",
    aliases: "ps1 pwsh",
    grammar: () => import("highlight.js/lib/languages/powershell"),
  },
  {
    name: "python",
    extension: "py",
    aliases: "py python3",
    grammar: () => import("highlight.js/lib/languages/python"),
  },
  { name: "r", extension: "r", grammar: () => import("highlight.js/lib/languages/r") },
  { name: "ruby", extension: "rb", aliases: "rb", grammar: () => import("highlight.js/lib/languages/ruby") },
  { name: "rust", extension: "rs", aliases: "rs", grammar: () => import("highlight.js/lib/languages/rust") },
  { name: "scala", extension: "scala", grammar: () => import("highlight.js/lib/languages/scala") },
  { name: "scss", extension: "scss", aliases: "sass", grammar: () => import("highlight.js/lib/languages/scss") },
  {
    name: "sql",
    extension: "sql",
    aliases: "postgresql mysql sqlite",
    grammar: () => import("highlight.js/lib/languages/sql"),
  },
  { name: "swift", extension: "swift", grammar: () => import("highlight.js/lib/languages/swift") },
  {
    name: "typescript",
    extension: "ts",
    aliases: "ts tsx mts cts",
    grammar: () => import("highlight.js/lib/languages/typescript"),
  },
  {
    name: "xml",
    extension: "xml",
    aliases: "html svg vue xhtml",
    grammar: () => import("highlight.js/lib/languages/xml"),
  },
  { name: "yaml", extension: "yaml", aliases: "yml", grammar: () => import("highlight.js/lib/languages/yaml") },
  { name: "csv", extension: "csv" },
  { name: "latex", extension: "tex", aliases: "tex" },
  { name: "mermaid", extension: "mmd" },
];

const BY_NAME = new Map(
  LANGUAGES.flatMap((language) =>
    [language.name, ...(language.aliases?.split(" ") ?? [])].map((name) => [name, language] as const),
  ),
);

export function languageOf(info: string): Language | undefined {
  return BY_NAME.get(nameOf(info));
}

/** The first word behind the fence, without what some tools attach to it. */
export function nameOf(info: string): string {
  return (/^[^\s:{,]+/.exec(info)?.[0] ?? "").toLowerCase();
}
