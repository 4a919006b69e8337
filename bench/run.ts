import fs from "node:fs";
import os from "node:os";
import { benchChat, type Row } from "./chat";
import { peakMemoryMb, round } from "./figures";
import { benchScripts } from "./scripts";
import { benchPages, benchWebhook } from "./web";
import { startWorld } from "./world";

/** `npm run bench`: measures, prints tables, and writes `.reports/bench.json`. Never part of the tests. */
const world = await startWorld();
const loadBefore = os.loadavg()[0] ?? 0;
try {
  const chat = await benchChat(world);
  const sections: Record<string, Row[]> = {
    Chat: chat.rows,
    Webhook: await benchWebhook(world),
    Pages: await benchPages(world),
    "Transferred until idle": await benchScripts(world),
  };
  for (const [name, rows] of Object.entries(sections)) {
    console.log(`\n${name}`);
    console.table(Object.fromEntries(rows.map(({ what, ...figures }) => [what, figures])));
  }
  const beside = {
    node: process.version,
    cores: os.cpus().length,
    cpu: os.cpus()[0]?.model,
    loadBefore: round(loadBefore, 2),
    peakMemoryMb: round(peakMemoryMb(world.appPid), 0),
    when: new Date().toISOString(),
  };
  console.log(beside);
  for (const fault of chat.faults) console.error(`Not as it should be: ${fault}`);
  fs.mkdirSync(".reports", { recursive: true });
  fs.writeFileSync(".reports/bench.json", `${JSON.stringify({ beside, sections, faults: chat.faults }, null, 2)}\n`);
  process.exitCode = chat.faults.length === 0 ? 0 : 1;
} finally {
  await world.stop();
}
