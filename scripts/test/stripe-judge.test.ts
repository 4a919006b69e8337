import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { judgeHeard, listeningIn } from "./stripe-judge";

function heard(...lines: object[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-heard-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "heard");
  fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return file;
}

/** Reading the compiler and the SDK takes seconds on a busy machine. */
const READING_MS = 120_000;
const gone = { id: "cus_1", object: "customer", deleted: true };

test(
  "a reply that the SDK does not declare is told with where it was heard",
  () => {
    const file = heard({ where: "DELETE /v1/customers/:id", status: 200, body: { ...gone, more: 1 } });
    expect(judgeHeard(file)).toMatch(/DELETE \/v1\/customers\/:id 200: deleted:customer .*more/);
  },
  READING_MS,
);

test(
  "what is as declared, and silence, are no complaint",
  () => {
    expect(judgeHeard(heard({ where: "DELETE /v1/customers/:id", status: 200, body: gone }))).toBeUndefined();
    expect(judgeHeard(path.join(os.tmpdir(), "nothing-was-heard"))).toBeUndefined();
  },
  READING_MS,
);

test("the environment names the file and what is loaded before the program", () => {
  expect(listeningIn("/tmp/heard")).toEqual({
    NODE_OPTIONS: expect.stringMatching(/^--import file:.*sandbox\/stripe\/testing\/listen-in\.mjs$/) as string,
    STRIPE_HEARD: "/tmp/heard",
  });
});
