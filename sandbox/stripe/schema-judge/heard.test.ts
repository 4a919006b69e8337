import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openListener, judgingSdkFor, temporaryFolder, until } from "../testing/test-world";
import { shapeOf } from "../testing/shape-of.mjs";
import { faultsHeard } from "./heard";

const STRIPE = path.resolve(import.meta.dirname, "..");
const PRELOAD = pathToFileURL(path.join(STRIPE, "testing/listen-in.mjs")).href;

/** Reading the compiler and the SDK takes seconds on a busy machine. */
const READING_MS = 120_000;

function written(...heard: object[]): string {
  const file = path.join(temporaryFolder(), "heard");
  fs.writeFileSync(file, heard.map((each) => `${JSON.stringify(each)}\n`).join(""));
  return file;
}

test(
  "a sandbox that is listened in to is written down as it answered and posted, each shape once, and judged",
  async () => {
    const folder = temporaryFolder();
    const heard = path.join(folder, "heard");
    const env = { ...process.env, SANDBOX_STRIPE_PORT: "0", SANDBOX_DATA_DIR: folder, STRIPE_HEARD: heard };
    const args = ["--import", PRELOAD, "--import", "tsx", path.join(STRIPE, "server.ts")];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const words = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data: Buffer) => resolve(data.toString())),
    );
    const stripe = judgingSdkFor(/http:\S+/.exec(words)?.[0] ?? "");
    const listener = await openListener();
    await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
    for (let i = 0; i < 3; i++) await stripe.customers.create({ email: `${i}@example.test` });
    await stripe.customers.retrieve("cus_nobody").catch(() => {});
    await until(() => listener.heard.length === 3);
    const lines = fs.readFileSync(heard, "utf8").trim().split("\n");
    const where = lines.map((line) => (JSON.parse(line) as { where: string }).where);
    expect(where.toSorted()).toEqual([
      "GET /v1/customers/cus_nobody",
      "POST /v1/customers",
      "POST /v1/webhook_endpoints",
      "webhook",
    ]);
    expect(faultsHeard(heard)).toEqual({ heard: 4, faults: [] });
  },
  READING_MS,
);

test(
  "what the SDK does not declare is a fault, wherever it was heard",
  () => {
    const clock = { id: "clock_1", object: "test_helpers.test_clock", deleted: true };
    const good = { where: "DELETE a", status: 200, body: clock };
    const more = { where: "DELETE b", status: 200, body: { ...clock, why: 1 } };
    const text = { where: "GET c", status: 200, body: "hello" };
    const bare = { where: "GET d", status: 404, body: { message: "Not found" } };
    const told = { where: "GET e", status: 404, body: { error: { type: "invalid_request_error", message: "No." } } };
    const { heard, faults } = faultsHeard(written(good, more, text, bare, told, more));
    expect(heard).toBe(6);
    expect(faults.map((fault) => fault.slice(0, 12))).toEqual(["DELETE b 200", "GET c 200: n", "GET d 404: a"]);
  },
  READING_MS,
);

test("nothing heard is nothing wrong", () => {
  expect(faultsHeard(path.join(temporaryFolder(), "none"))).toEqual({ heard: 0, faults: [] });
});

test("a shape is the names, the kinds and the words, and nothing of what people and counters put in", () => {
  const one = {
    id: "cus_abcdefgh1",
    at: 1,
    status: "open",
    name: "A B",
    list: [{ a: 1 }, { a: 2 }],
    metadata: { a: "1" },
  };
  const same = { id: "cus_abcdefgh2", at: 2, status: "open", name: "C D", list: [{ a: 3 }], metadata: {} };
  expect(shapeOf(same)).toBe(shapeOf(one));
  for (const other of [{ status: "paid" }, { at: null }, { at: "1" }, { list: [{ b: 1 }] }, { more: 1 }]) {
    expect(shapeOf({ ...one, ...other })).not.toBe(shapeOf(one));
  }
});
