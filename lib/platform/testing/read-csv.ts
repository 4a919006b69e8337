/** Reads RFC 4180, as a spreadsheet would: a cell, and what ends it. */
export function readCsv(text: string): string[][] {
  const cells = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/gy;
  const rows: string[][] = [];
  let [row, read]: [string[], number] = [[], 0];
  for (const [whole, quoted, plain, end] of text.matchAll(cells)) {
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") {
      rows.push(row);
      row = [];
    }
    read += whole.length;
  }
  if (read < text.length) throw new Error(`No CSV from sign ${read} on`);
  return rows;
}
