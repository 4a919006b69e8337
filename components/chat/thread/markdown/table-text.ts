import type { Table } from "mdast";
import { textOf } from "./node-text";

export function rowsOf(table: Table): string[][] {
  return table.children.map((row) => row.children.map((cell) => cell.children.map(textOf).join("")));
}

/**
 * Comma-separated values (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe before it,
 * because what is in it was written by a model.
 */
export function csvOf(rows: readonly string[][]): string {
  return rows.map((row) => row.map((cell) => quoted(harmless(cell))).join(",")).join("\r\n");
}

function harmless(cell: string): string {
  const isNumber = /^[+-]?[\d.,\s]+%?$/.test(cell);
  return /^[=+\-@\t\r]/.test(cell) && !isNumber ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function markdownOf([head = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
