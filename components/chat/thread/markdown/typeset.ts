import "katex/dist/katex.min.css";
import katex from "katex";

/** UTF-16 units; longer ones are a way to keep a browser busy. */
const TEX_LIMIT = 4_000;

/**
 * A formula as HTML for sight and MathML for hearing. Nothing when it is wrong or asks for what a formula needs not:
 * macros without end, boxes larger than the page. Links, pictures and HTML within are refused by KaTeX itself.
 */
export function typeset(tex: string, isDisplay: boolean): string | undefined {
  if (tex.length > TEX_LIMIT) return undefined;
  try {
    return katex.renderToString(tex, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
      maxSize: 20,
      // A € within a formula is not LaTeX and is still readable; the rest of what KaTeX forgives is refused.
      strict: (code: string) => (code.startsWith("unicode") || code === "unknownSymbol" ? "ignore" : "error"),
    });
  } catch {
    // Wrong TeX is what models write at times: the source is shown instead.
    return undefined;
  }
}
