const PAGE_LINES = 48;
const WRAP = 90;

/** A small PDF of plain text, one line under the other, on as many A4 pages as it takes. */
export function invoicePdf(lines: string[]): Buffer {
  const pages = paged(lines.flatMap(wrapped));
  const firstPage = 4;
  const kids = pages.map((_, i) => `${firstPage + i * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((page, i) => pageObjects(page, firstPage + i * 2 + 1)),
  ];
  return written(objects);
}

function paged(lines: string[]): string[][] {
  const pages: string[][] = [];
  for (let i = 0; i < lines.length; i += PAGE_LINES) pages.push(lines.slice(i, i + PAGE_LINES));
  return pages.length > 0 ? pages : [[]];
}

function wrapped(line: string): string[] {
  const parts: string[] = [];
  for (let rest = line; rest !== ""; rest = rest.slice(WRAP)) parts.push(rest.slice(0, WRAP));
  return parts.length > 0 ? parts : [""];
}

function pageObjects(lines: string[], contents: number): string[] {
  const text = lines.map((line, i) => `${i === 0 ? "" : "0 -15 Td "}(${escaped(line)}) Tj`).join("\n");
  const stream = `BT /F1 11 Tf 56 780 Td\n${text}\nET`;
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    `<< /Length ${Buffer.byteLength(stream, "latin1")} >>\nstream\n${stream}\nendstream`,
  ];
}

function written(objects: string[]): Buffer {
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** The font knows Latin letters only; what else there is becomes a question mark. */
function escaped(line: string): string {
  return line
    .replaceAll("–", "-")
    .replaceAll(/[^\x20-\x7e\xa1-\xff]/g, "?")
    .replaceAll(/[\\()]/g, (c) => `\\${c}`);
}
