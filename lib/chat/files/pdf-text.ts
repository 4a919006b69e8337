import "server-only";
import { Worker } from "node:worker_threads";
import { SECOND_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** What a PDF says, or why it says nothing to us. */
export type PdfText =
  | { kind: "text"; text: string; pageCount: number }
  | { kind: "refused"; reason: "encrypted" | "broken" | "too_many_pages" | "too_slow" };

type Limits = { pages: number; characters: number; timeoutMs?: number; memoryMb?: number };

/** A page takes milliseconds; a file that takes longer than this was made to. */
const TIMEOUT_MS = 20 * SECOND_MS;
const MEMORY_MB = 256;
/** So many at once; the others wait. A PDF keeps a core busy, and answers must go on streaming. */
const AT_ONCE = 2;

/**
 * The text of a PDF, page by page, read in a thread of its own: a file from outside may loop, or eat memory, and then
 * takes only its thread with it. Reading stops once `characters` are there.
 */
export async function readPdf(bytes: Buffer, limits: Limits): Promise<PdfText> {
  const leave = await enter();
  try {
    return await inWorker(bytes, limits);
  } finally {
    leave();
  }
}

let inside = 0;
const waiting: (() => void)[] = [];

async function enter(): Promise<() => void> {
  if (inside >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else inside += 1;
  // The place goes from hand to hand: it is given up only when nobody waits for it.
  return () => {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  };
}

function inWorker(
  bytes: Buffer,
  { timeoutMs = TIMEOUT_MS, memoryMb = MEMORY_MB, ...limits }: Limits,
): Promise<PdfText> {
  return new Promise((resolve) => {
    const worker = new Worker(READER, {
      eval: true,
      workerData: { bytes: new Uint8Array(bytes), ...limits },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      // The thread needs no secret, and what it prints of a hostile file belongs in no log.
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => end({ kind: "refused", reason: "too_slow" }), timeoutMs);
    function end(result: PdfText): void {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    }
    worker.once("message", end);
    worker.once("error", (error) => {
      log.warn("files.pdf_reader_failed", { error });
      end({ kind: "refused", reason: "broken" });
    });
    worker.once("exit", () => end({ kind: "refused", reason: "broken" }));
  });
}

/**
 * The thread's program. It stands here as text because a bundler would otherwise have to find and place a file of its
 * own for it; `unpdf` it finds from the working directory, where next.config.ts puts it.
 */
const READER = `
const { parentPort, workerData } = require("node:worker_threads");
const { bytes, pages, characters } = workerData;
const refuse = (reason) => parentPort.postMessage({ kind: "refused", reason });

async function read() {
  const { getDocumentProxy } = await import("unpdf");
  const pdf = await getDocumentProxy(bytes, { isEvalSupported: false, useSystemFonts: false, stopAtErrors: false, verbosity: 0 });
  if (pdf.numPages > pages) return refuse("too_many_pages");
  const parts = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages && length <= characters; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\\n" : "") : "")).join("").trim();
    page.cleanup();
    parts.push(text);
    length += text.length;
  }
  parentPort.postMessage({ kind: "text", text: parts.filter((part) => part !== "").join("\\n\\n"), pageCount: pdf.numPages });
}

read().catch((error) => refuse(error && error.name === "PasswordException" ? "encrypted" : "broken"));
`;
