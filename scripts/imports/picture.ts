import { essentialEdges, type FolderGraph, storeys } from "./folder-graph";

const BOX = { width: 132, height: 30, gapX: 20, gapY: 34 };
const MARGIN = 20;
const CAPTION = "Who imports whom, measured. An arrow that a longer way implies is left out.";
/** Works on a light and on a dark page. */
const STYLE = `text{font:13px ui-sans-serif,system-ui,sans-serif;fill:#1c2330}
.caption{fill:#6b7280;font-size:12px}rect{fill:#f4f6fa;stroke:#9aa4b5;rx:6}path{fill:none;stroke:#7b8698;stroke-width:1.2}
marker path{fill:#7b8698;stroke:none}
@media (prefers-color-scheme:dark){text{fill:#e6e9ef}rect{fill:#1d2430;stroke:#566072}}`;

type Point = { x: number; y: number };

/** The import graph as a drawing: the same graph always gives the same bytes. */
export function drawSvg(graph: FolderGraph): string {
  const rows = storeys(graph);
  const widest = Math.max(...rows.map((row) => row.length));
  const width = widest * (BOX.width + BOX.gapX) - BOX.gapX + 2 * MARGIN;
  const height = rows.length * (BOX.height + BOX.gapY) + 2 * MARGIN;
  const corners = cornersOf(rows, width);
  const arrows = essentialEdges(graph).map(([from, to]) => arrow(corners.get(from), corners.get(to)));
  const boxes = [...corners].map(([name, at]) => box(name, at));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Import graph of Parley">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...arrows,
    ...boxes,
    `<text class="caption" x="${MARGIN}" y="${height - MARGIN / 2}">${CAPTION}</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function cornersOf(rows: readonly string[][], width: number): Map<string, Point> {
  const corners = new Map<string, Point>();
  for (const [storey, row] of rows.entries()) {
    const rowWidth = row.length * (BOX.width + BOX.gapX) - BOX.gapX;
    for (const [index, name] of row.entries()) {
      corners.set(name, {
        x: (width - rowWidth) / 2 + index * (BOX.width + BOX.gapX),
        y: MARGIN + storey * (BOX.height + BOX.gapY),
      });
    }
  }
  return corners;
}

function box(name: string, { x, y }: Point): string {
  const middle = { x: x + BOX.width / 2, y: y + BOX.height / 2 + 4.5 };
  return `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}"/><text x="${middle.x}" y="${middle.y}" text-anchor="middle">${name}</text>`;
}

/** From the bottom of one box to the top of a lower one, bending around the boxes between. */
function arrow(from: Point | undefined, to: Point | undefined): string {
  if (from === undefined || to === undefined) return "";
  const start = { x: from.x + BOX.width / 2, y: from.y + BOX.height };
  const end = { x: to.x + BOX.width / 2, y: to.y - 1 };
  const isNear = to.y - from.y <= BOX.height + BOX.gapY;
  const aside = isNear ? 0 : (BOX.width / 2 + BOX.gapX) * (start.x <= end.x ? -1 : 1);
  const middle = (start.y + end.y) / 2;
  return `<path marker-end="url(#tip)" d="M${start.x} ${start.y}C${start.x + aside} ${middle} ${end.x + aside} ${middle} ${end.x} ${end.y}"/>`;
}
