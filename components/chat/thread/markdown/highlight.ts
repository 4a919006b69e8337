import { createLowlight } from "lowlight";
import type { Language } from "./languages";

/** A piece of code in one colour; `kind` is what it is in its language, if that has a colour. */
export type Ink = { text: string; kind: string | undefined };
export type Highlight = (code: string) => Ink[];

type Branch = { children: readonly Leaf[] };
type Leaf =
  | { type: "text"; value: string }
  | { type: "element"; properties: { className?: unknown }; children: readonly Leaf[] }
  | { type: "comment" | "doctype" };

const lowlight = createLowlight();

/** Fetches a language's grammar. */
export async function highlightIn({ name, grammar }: Language): Promise<Highlight> {
  if (!grammar) return (code) => [{ text: code, kind: undefined }];
  lowlight.register(name, (await grammar()).default);
  return (code) => inksOf(lowlight.highlight(name, code), undefined);
}

function inksOf({ children }: Branch, kind: string | undefined): Ink[] {
  return children.flatMap((child): Ink[] => {
    if (child.type === "text") return [{ text: child.value, kind }];
    if (child.type !== "element") return [];
    return inksOf(child, kindOf(child.properties.className) ?? kind);
  });
}

/** Names like `hljs-title function_`: the first tells most. */
function kindOf(names: unknown): string | undefined {
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return typeof name === "string" ? name.replace("hljs-", "") : undefined;
}
