import fs from "node:fs";
import { Judge } from "./judge";

type Heard = { where: string; status: number; body: unknown };

/** What is wrong with the replies and webhooks that testing/listen-in.mjs wrote down. No file: nothing was heard. */
export function faultsHeard(file: string): { heard: number; faults: string[] } {
  if (!fs.existsSync(file)) return { heard: 0, faults: [] };
  const lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
  const judge = new Judge();
  const faults = lines.flatMap((line) => {
    const { where, status, body } = JSON.parse(line) as Heard;
    return judge.faultsOfAnswer(status, body).map((fault) => `${where} ${status}: ${fault}`);
  });
  return { heard: lines.length, faults: [...new Set(faults)] };
}
