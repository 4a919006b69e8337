import { languageOf, nameOf } from "./languages";

/** Names of languages that are what their files end in, though another language's grammar reads them. */
const EXACT = new Set(["tsx", "jsx", "mjs", "cjs", "mts", "html", "svg", "vue", "toml", "h", "hpp"]);
const WHOLE = new Map([
  ["dockerfile", "Dockerfile"],
  ["docker", "Dockerfile"],
  ["makefile", "Makefile"],
  ["make", "Makefile"],
]);

const IN_INFO = /(?:title|filename|file)=["']?([^"'\s}]+)/;
const BEHIND_COLON = /^[^\s:]+:(\S+\.\w+)/;
const IN_COMMENT = /^\s*(?:\/\/|#|--|<!--|\/\*)\s*([\w./-]+\.\w{1,8})\s*(?:-->|\*\/)?\s*$/;

/** A name to save code under: the one that is written beside it, or one by its language. Never a path. */
export function fileNameOf(info: string, code: string): string {
  const name = nameOf(info);
  return saidName(info, code) ?? WHOLE.get(name) ?? `code.${extensionOf(name)}`;
}

function saidName(info: string, code: string): string | undefined {
  const [firstLine = ""] = code.split("\n", 1);
  const said = IN_INFO.exec(info) ?? BEHIND_COLON.exec(info) ?? IN_COMMENT.exec(firstLine);
  const base = (said?.[1] ?? "").replace(/^.*[/\\]/, "").replaceAll(/[^\w.-]/g, "");
  return /^\w[\w.-]{0,80}$/.test(base) ? base : undefined;
}

function extensionOf(name: string): string {
  return EXACT.has(name) ? name : (languageOf(name)?.extension ?? "txt");
}
