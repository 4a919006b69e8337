import fs from "node:fs";
import os from "node:os";
import { benchAdmission } from "./admission";
import { benchBilling } from "./billing";
import { benchChat } from "./chat";
import { diskSyncMs, peakMemoryMb, round } from "./figures";
import { benchGateway } from "./gateway";
import { benchLists } from "./lists";
import { benchLiveStreams } from "./live-streams";
import { benchReading } from "./reading";
import { benchScripts } from "./scripts";
import { benchStops } from "./stopping";
import { benchStripeSandbox } from "./stripe-sandbox";
import type { Section } from "./table";
import { benchPages, benchWebhook } from "./web";
import { benchUsage } from "./usage";
import { startWorld, type World } from "./world";

const SECTIONS: Record<string, (world: World) => Promise<Section>> = {
  chat: benchChat,
  gateway: benchGateway,
  live: benchLiveStreams,
  stop: benchStops,
  lists: benchLists,
  reading: benchReading,
  scripts: benchScripts,
  webhook: benchWebhook,
  pages: benchPages,
  billing: benchBilling,
  usage: benchUsage,
};
/** Sections that need nothing of the product. */
const ALONE: Record<string, () => Promise<Section>> = { sandbox: benchStripeSandbox, admission: benchAdmission };

/**
 * `npm run bench`, or with some sections' names `npm run bench -- chat stop`: measures, prints tables, and writes
 * `.reports/bench.json`. Never part of the tests.
 */
const chosen = process.argv.slice(2);
const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);
const world = Object.keys(SECTIONS).some(isChosen) ? await startWorld() : undefined;
fs.mkdirSync(".reports", { recursive: true });
const loadBefore = os.loadavg()[0] ?? 0;
const diskSync = diskSyncMs(".reports");
const measured: Record<string, Section> = {};
try {
  for (const [name, bench] of Object.entries(ALONE)) if (isChosen(name)) await measure(name, bench);
  for (const [name, bench] of Object.entries(SECTIONS)) {
    if (world && isChosen(name)) await measure(name, () => bench(world));
  }
} finally {
  const beside = {
    node: process.version,
    cores: os.cpus().length,
    cpu: os.cpus()[0]?.model,
    loadBefore: round(loadBefore, 2),
    diskSyncMs: round(diskSync, 2),
    ...(world ? { peakMemoryMb: round(peakMemoryMb(world.appPid), 0) } : {}),
    when: new Date().toISOString(),
  };
  console.log(beside);
  const faults = Object.values(measured).flatMap((section) => section.faults ?? []);
  for (const fault of faults.slice(0, 10)) console.error(`Not as it should be: ${fault}`);
  fs.writeFileSync(".reports/bench.json", `${JSON.stringify({ beside, measured }, null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
  await world?.stop();
}

async function measure(name: string, bench: () => Promise<Section>): Promise<void> {
  const section = await bench();
  measured[name] = section;
  console.log(`\n${name}`);
  console.table(Object.fromEntries(section.rows.map(({ what, ...figures }) => [what, figures])));
}
