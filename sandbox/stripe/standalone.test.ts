import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { judgingSdkFor, temporaryFolder } from "./testing/test-world";

type Package = { scripts: Record<string, string>; dependencies: Record<string, string>; devDependencies?: object };
const read = (file: string) => JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, file), "utf8")) as Package;

/** This folder and nothing else, with the packages it names and no other. */
function copied(): string {
  const folder = path.join(temporaryFolder(), "a copy");
  fs.cpSync(import.meta.dirname, folder, { recursive: true });
  fs.mkdirSync(path.join(folder, "node_modules", ".bin"), { recursive: true });
  const installed = path.resolve(import.meta.dirname, "../../node_modules");
  for (const name of [...Object.keys(read("package.json").dependencies), ".bin/tsx"]) {
    fs.symlinkSync(path.join(installed, name), path.join(folder, "node_modules", name));
  }
  return folder;
}

test("copied into an empty folder it starts as its README says, and sells a subscription", async () => {
  const folder = copied();
  const env = { ...process.env, SANDBOX_STRIPE_PORT: "0", SANDBOX_DATA_DIR: path.join(folder, "data") };
  const npm = spawn("npm", ["run", "--silent", "sandbox:stripe"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  // All that npm started for it.
  onTestFinished(() => void process.kill(-(npm.pid ?? 0), "SIGKILL"));
  const words = await new Promise<string>((resolve) =>
    npm.stdout.once("data", (data: Buffer) => resolve(data.toString())),
  );
  expect(words).toMatch(/^stripe sandbox on http:\/\/127\.0\.0\.1:\d+\n$/);
  const stripe = judgingSdkFor(/http:\S+/.exec(words)?.[0] ?? "");
  const { id: price } = await stripe.prices.create({
    currency: "usd",
    unit_amount: 1900,
    recurring: { interval: "month" },
    product_data: { name: "Pro" },
  });
  const customer = await stripe.customers.create({
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  const { status } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  expect(status).toBe("active");
});

test("its packages are those the house has, in the same versions", () => {
  const house = read("../../package.json");
  const known = { ...house.dependencies, ...house.devDependencies };
  expect(known).toMatchObject(read("package.json").dependencies);
});
