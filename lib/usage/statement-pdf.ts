import "server-only";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { PLANS } from "@/lib/billing/plans";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { Statement, StatementLine } from "@/lib/usage/schema";
import { allowanceLines, creditLines, giftLines, hasMoved } from "@/lib/usage/statement-lines";

/** As next.config.ts places them: the fonts of the pages. */
const FONTS = path.join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans");
const [REGULAR, BOLD] = [path.join(FONTS, "Geist-Regular.ttf"), path.join(FONTS, "Geist-SemiBold.ttf")];
const [INK, MUTED, LINE] = ["#10181f", "#55626c", "#d5dbdf"];
const MARK =
  "M4.5 2.5h11a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H9.5L5.5 18v-3.5h-1A2.5 2.5 0 0 1 2 12V5a2.5 2.5 0 0 1 2.5-2.5Z";
const MARGIN = 56;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 96;
const ROW = 20;

type Doc = InstanceType<typeof PDFDocument>;
export type StatementPaper = {
  statement: Statement;
  email: string;
  locale: string;
  zone: string;
  issuedAt: Date;
  modelName: (id: string) => string;
};

/** A statement on paper (A4): what the page says, to the micro-dollar. */
export function statementPdf(paper: StatementPaper): Promise<Buffer<ArrayBuffer>> {
  const { statement, issuedAt } = paper;
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    // Without a font of ours it would look for one of its own beside itself.
    font: REGULAR,
    lang: "en",
    displayTitle: true,
    bufferPages: true,
    info: { Title: `Parley statement ${statementNumber(statement)}`, Author: "Parley", CreationDate: issuedAt },
  });
  const whole = buffer(doc);
  let y = drawHead(doc, paper);
  y = drawLines(doc, { title: "Allowance", lines: allowanceLines(statement), locale: paper.locale }, y);
  if (hasMoved(statement.gifts)) {
    y = drawLines(doc, { title: "Credit from us", lines: giftLines(statement), locale: paper.locale }, y);
  }
  if (hasMoved(statement.credits)) {
    y = drawLines(doc, { title: "Bought credits", lines: creditLines(statement), locale: paper.locale }, y);
  }
  drawUse(doc, paper, y);
  drawFeet(doc, paper);
  doc.end();
  return whole;
}

/** The cycle's last digits: enough to tell a person's statements apart when they write to us. */
export function statementNumber({ id, period }: Pick<Statement, "id" | "period">): string {
  return `${period.startsAt.toISOString().slice(0, 10)}-${id.slice(-6)}`;
}

function drawHead(doc: Doc, { statement, email, locale, zone, issuedAt }: StatementPaper): number {
  doc.save().translate(MARGIN, MARGIN).path(MARK).fill(INK);
  doc.path("M5.75 8.5h4.75").lineWidth(1.75).lineCap("round").strokeColor("white").stroke().restore();
  doc
    .font(BOLD)
    .fontSize(14)
    .fillColor(INK)
    .text("Parley", MARGIN + 26, MARGIN + 1, { lineBreak: false });
  doc.fontSize(22).text("Statement of use", MARGIN, MARGIN + 52, { lineBreak: false });
  const day = (at: Date) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: zone }).format(at);
  const facts = [
    ["For", email],
    ["Plan", PLANS[statement.plan].name],
    ["Period", `${day(statement.period.startsAt)} – ${day(statement.period.endsAt)}`],
    ["Statement", statementNumber(statement)],
    ["Made on", `${day(issuedAt)}${statement.isRunning ? "; the period still runs" : ""}`],
  ] as const;
  let y = MARGIN + 100;
  for (const [name, value] of facts) {
    doc.font(REGULAR).fontSize(10).fillColor(MUTED).text(name, MARGIN, y, { lineBreak: false });
    doc.fillColor(INK).text(value, MARGIN + 90, y, { width: WIDTH - 90, height: 12, ellipsis: true });
    y += 17;
  }
  return y + 22;
}

type Lines = { title: string; lines: readonly StatementLine[]; locale: string };

function drawLines(doc: Doc, { title, lines, locale }: Lines, top: number): number {
  let y = drawTitle(doc, title, top);
  for (const [index, { label, micros }] of lines.entries()) {
    const isLast = index === lines.length - 1;
    doc
      .font(isLast ? BOLD : REGULAR)
      .fontSize(10)
      .fillColor(INK);
    doc.text(label, MARGIN, y, { lineBreak: false });
    doc.text(formatMicrosExactly(micros, { locale }), MARGIN, y, { width: WIDTH, align: "right", features: ["tnum"] });
    y = drawRule(doc, y);
  }
  return y + 22;
}

const COLUMNS = [
  { head: "Model", from: 0, width: 140 },
  { head: "Calls", from: 140, width: 50 },
  { head: "Input", from: 190, width: 70 },
  { head: "of it cached", from: 260, width: 70 },
  { head: "Output", from: 330, width: 65 },
  { head: "Cost", from: 395, width: WIDTH - 395 },
] as const;

function drawUse(doc: Doc, { statement, locale, modelName }: StatementPaper, top: number): void {
  const count = (value: number | bigint) => new Intl.NumberFormat(locale).format(value);
  const cells = (name: string, use: Statement["total"]) => [
    name,
    count(use.receipts),
    count(use.inputTokens + use.embeddingTokens),
    count(use.cachedInputTokens),
    count(use.outputTokens),
    formatMicrosExactly(use.chargedMicros, { locale }),
  ];
  const heads = COLUMNS.map(({ head }) => head);
  let y = drawRow(doc, heads, drawTitle(doc, "Use by model, in tokens", top), { font: REGULAR, colour: MUTED });
  for (const use of statement.uses) {
    if (y > BOTTOM - ROW) y = drawRow(doc, heads, nextPage(doc), { font: REGULAR, colour: MUTED });
    y = drawRow(doc, cells(modelName(use.model), use), y, { font: REGULAR, colour: INK });
  }
  drawRow(doc, cells("Total", statement.total), y, { font: BOLD, colour: INK });
}

function drawRow(doc: Doc, cells: readonly string[], y: number, { font, colour }: { font: string; colour: string }) {
  doc.font(font).fontSize(9).fillColor(colour);
  for (const [index, { from, width }] of COLUMNS.entries()) {
    const align = index === 0 ? "left" : "right";
    doc.text(cells[index] ?? "", MARGIN + from, y, { width, align, height: 11, ellipsis: true, features: ["tnum"] });
  }
  return drawRule(doc, y);
}

function drawTitle(doc: Doc, title: string, y: number): number {
  const top = y > BOTTOM - 4 * ROW ? nextPage(doc) : y;
  doc.font(BOLD).fontSize(12).fillColor(INK).text(title, MARGIN, top, { lineBreak: false });
  return top + 24;
}

function drawRule(doc: Doc, y: number): number {
  const under = y + 15;
  doc
    .moveTo(MARGIN, under)
    .lineTo(MARGIN + WIDTH, under)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke();
  return y + ROW + 2;
}

function nextPage(doc: Doc): number {
  doc.addPage();
  return MARGIN;
}

/** On every page, once it is known how many there are. */
function drawFeet(doc: Doc, { statement, locale, zone }: StatementPaper): void {
  const { overrunMicros } = statement.total;
  const borne =
    overrunMicros > 0n
      ? ` Answers cost ${formatMicrosExactly(overrunMicros, { locale })} more than was held for them; that was not charged.`
      : "";
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    doc.font(REGULAR).fontSize(8).fillColor(MUTED);
    doc.text(
      `Amounts are US dollars of model use, to the millionth. Days are those of ${zone}.${borne}`,
      MARGIN,
      BOTTOM + 28,
      {
        width: WIDTH - 60,
      },
    );
    doc.text(`${page + 1} of ${count}`, MARGIN, BOTTOM + 28, { width: WIDTH, align: "right" });
  }
}
