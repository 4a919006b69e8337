import "server-only";

export type Cell = string | number | bigint | Date | null;

/** What makes a spreadsheet take a text for a formula; a tab or a return before it is passed over. */
const FORMULA = /^[=+\-@\t\r\n]/u;
const TO_QUOTE = /[",\r\n]/u;

/**
 * A line of RFC 4180, with its end. What people typed never becomes a formula in whoever's spreadsheet opens it: an
 * apostrophe goes before it. Numbers are ours, and stay numbers also below zero.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

export type Column<Row> = [name: string, cell: (row: Row) => Cell];
type Pages<Row> = (after: Row | undefined, take: number) => Promise<Row[]>;

/** A table as whole lines: a piece a page, the head first; a page is read when it is asked for. */
export async function* csvTable<Row>(
  columns: Column<Row>[],
  pages: Pages<Row>,
  take: number,
): AsyncGenerator<string, void> {
  yield csvLine(columns.map(([name]) => name));
  let last: Row | undefined;
  do {
    const rows = await pages(last, take);
    if (rows.length > 0) yield rows.map((row) => csvLine(columns.map(([, cell]) => cell(row)))).join("");
    last = rows.at(-1);
  } while (last !== undefined);
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "string") return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
