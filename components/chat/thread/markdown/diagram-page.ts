import { z } from "zod";

const MAX_HEIGHT_PX = 1_200;
const MEASURE_AGAIN_MS = 100;

/** What a frame tells the page around it. */
export const DiagramNews = z.discriminatedUnion("diagram", [
  z.object({
    diagram: z.literal("drawn"),
    heightPx: z.number().transform((px) => Math.min(MAX_HEIGHT_PX, Math.max(48, px))),
  }),
  z.object({ diagram: z.literal("failed") }),
]);

type PageOptions = { isDark: boolean; nonce: string };

/** The page of a frame that draws one diagram. `code` is the library's source. */
export function diagramPage(source: string, code: string, { isDark, nonce }: PageOptions): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const settings = {
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    suppressErrorRendering: true,
    maxTextSize: 20_000,
    maxEdges: 300,
    theme: isDark ? "dark" : "neutral",
    fontFamily: "ui-sans-serif, system-ui, sans-serif",
    // What a diagram may not change by itself.
    secure: [
      "secure",
      "securityLevel",
      "startOnLoad",
      "maxTextSize",
      "maxEdges",
      "htmlLabels",
      "themeCSS",
      "fontFamily",
    ],
  };
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="${isDark ? "dark" : "light"}">
<style>body{margin:0;padding:12px;background:transparent;display:grid;justify-items:center}svg{max-width:100%;height:auto}</style>
</head><body><div id="place"></div>
<script nonce="${nonce}">${inScript(code)}</script>
<script nonce="${nonce}">
const tell = (news) => parent.postMessage(news, "*");
const place = document.getElementById("place");
// In a frame that was not laid out yet words have no size, and a drawing collapses to nothing.
const canMeasure = () => {
  place.innerHTML = "<svg><text>W</text></svg>";
  const { width } = place.querySelector("text").getBBox();
  place.replaceChildren();
  return width > 0;
};
const untilMeasured = async () => {
  while (!canMeasure()) await new Promise((resolve) => setTimeout(resolve, ${MEASURE_AGAIN_MS}));
};
mermaid.initialize(${asScript(settings)});
untilMeasured().then(() => mermaid.render("drawing", ${asScript(source)})).then(({ svg }) => {
  place.innerHTML = svg;
  const report = () => tell({ diagram: "drawn", heightPx: Math.ceil(document.documentElement.offsetHeight) });
  // Of a frame that nobody sees the browser observes nothing.
  report();
  new ResizeObserver(report).observe(document.body);
}, () => tell({ diagram: "failed" }));
</script></body></html>`;
}

/** A value as JavaScript that can not end the element it stands in. */
function asScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** The same for a program, in which these only stand within strings. */
function inScript(code: string): string {
  return code.replaceAll(/<(\/script|!--)/gi, "\\x3c$1");
}
