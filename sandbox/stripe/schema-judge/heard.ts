import fs from "node:fs";
import { Judge } from "./judge";

type Heard = { where: string; status: number; body: unknown };

/** What is wrong with the replies and webhooks that testing/listen-in.mjs wrote down. No file: nothing was heard. */
export function faultsHeard(file: string): { heard: number; faults: string[] } {
  if (!fs.existsSync(file)) return { heard: 0, faults: [] };
  const lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
  const judge = new Judge();
  const faults = lines.flatMap((line) => {
    const heard = JSON.parse(line) as Heard;
    return faultsOf(judge, heard).map((fault) => `${heard.where} ${heard.status}: ${fault}`);
  });
  return { heard: lines.length, faults: [...new Set(faults)] };
}

function faultsOf(judge: Judge, { status, body }: Heard): string[] {
  if (status < 400) return typeof body === "object" && body !== null ? judge.faultsOf(body) : ["not JSON"];
  const { error } = (body ?? {}) as { error?: { type?: unknown; message?: unknown } };
  return typeof error?.type === "string" && typeof error.message === "string" ? [] : ["an error without {error}"];
}
