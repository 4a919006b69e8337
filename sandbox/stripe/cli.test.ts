import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { listTriggers, openStage } from "./testing/cli";

const AT_ONCE = 4;
const README = path.resolve(import.meta.dirname, "README.md");
const FRAME = /(?<=<!-- triggers -->\n)[^]*(?=<!-- \/triggers -->)/;

/** Why the others do not succeed. One that does, or one more that does not, fails the test. */
const WHY: { [trigger: string]: string } = {
  "checkout.session.async_payment_failed": "pays by SEPA debit",
  "checkout.session.async_payment_succeeded": "pays by SEPA debit",
  "payment_intent.partially_funded": "pays from a cash balance",
  "payment_intent.processing": "pays by SEPA debit",
  "subscription_schedule.aborted": "cancels one whose subscription owes nothing, which is no abort",
  "subscription_schedule.expiring": "moves the clock to nine days before the end; it is told at seven",
};

test("of the CLI's 87 triggers about billing and payments all but those the README names succeed", async () => {
  const triggers = await listTriggers();
  expect(triggers).toHaveLength(87);
  const faults = await playAll(triggers);
  const unexpected = Object.fromEntries([...faults].filter(([trigger, found]) => found.length > 0 && !WHY[trigger]));
  // As text, so that a report tells the fault and not only the trigger.
  expect(JSON.stringify(unexpected)).toBe("{}");
  const failed = triggers.filter((trigger) => (faults.get(trigger) ?? []).length > 0);
  expect(failed).toEqual(Object.keys(WHY).toSorted());
  const readme = fs.readFileSync(README, "utf8");
  const written = readme.replace(FRAME, tableOf(triggers, failed));
  // When this fails: UPDATE_README=1 npx vitest run sandbox/stripe/cli.test.ts
  if (process.env["UPDATE_README"]) fs.writeFileSync(README, written);
  expect(fs.readFileSync(README, "utf8")).toBe(written);
}, 300_000);

/** Each worker has a world of its own, so that what is heard is what its own trigger did. */
async function playAll(triggers: string[]): Promise<Map<string, string[]>> {
  const faults = new Map<string, string[]>();
  const waiting = [...triggers];
  const work = async () => {
    const play = await openStage();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) faults.set(next, await play(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}

function tableOf(triggers: string[], failed: string[]): string {
  const families = [...new Set(triggers.map(familyOf))];
  const rows = families.map((family) => {
    const own = triggers.filter((trigger) => familyOf(trigger) === family);
    const names = (kept: string[]) => kept.map((trigger) => trigger.slice(family.length + 1)).join(", ");
    const lost = own.filter((trigger) => failed.includes(trigger));
    const lostNames = lost.map((trigger) => `${names([trigger])} (${WHY[trigger] ?? "?"})`).join(", ");
    return `| ${family} | ${names(own.filter((trigger) => !lost.includes(trigger)))} | ${lostNames} |\n`;
  });
  const sum = `${triggers.length - failed.length} of the ${triggers.length} triggers of Stripe's CLI about these objects succeed: the event is heard, signed and valid, and what it tells of reads back the same.\n`;
  return `${sum}\n| Triggers | Succeed | Do not |\n| --- | --- | --- |\n${rows.join("")}`;
}

function familyOf(trigger: string): string {
  return trigger.slice(0, trigger.indexOf("."));
}
