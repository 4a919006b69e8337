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

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "string") return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
