import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  makeCatalog,
  makePayer,
  openListener,
  openWorld,
  judgingSdkFor,
  temporaryFolder,
  until,
} from "./testing/test-world";

const SERVER = path.resolve(import.meta.dirname, "server.ts");

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startProcess(port: number, dataDir: string) {
  const env = { ...process.env, SANDBOX_STRIPE_PORT: String(port), SANDBOX_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ["--import", "tsx", SERVER], { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const listen = (data: Buffer) => (output += data.toString());
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await until(() => output !== "" || child.exitCode !== null);
  return { child, ended, output: () => output };
}

async function kill(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

test("what was acknowledged is there after kill -9, and ids go on where they were", async () => {
  const [port, dataDir] = [await freePort(), temporaryFolder()];
  const first = await startProcess(port, dataDir);
  expect(first.output()).toBe(`stripe sandbox on http://127.0.0.1:${port}\n`);
  const stripe = judgingSdkFor(`http://127.0.0.1:${port}`);
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  await kill(first.child, first.ended);

  // A line the kill cut short was never acknowledged.
  fs.appendFileSync(path.join(dataDir, "stripe", "world.journal"), '{}\tcustomers "cus_torn"\t{"id":"cus_t');
  const second = await startProcess(port, dataDir);
  expect(JSON.stringify(await stripe.subscriptions.retrieve(subscription.id))).toBe(JSON.stringify(subscription));
  expect((await stripe.customers.list()).data.map((c) => c.id)).toEqual([customer]);
  const { id } = await stripe.customers.create();
  expect(id).not.toBe(customer);
  await kill(second.child, second.ended);
});

test("SIGTERM ends it cleanly, and a taken port names the variable that moves it", async () => {
  const [port, dataDir] = [await freePort(), temporaryFolder()];
  const first = await startProcess(port, dataDir);
  const second = await startProcess(port, dataDir);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain("SANDBOX_STRIPE_PORT");
  // The one that came too late has not touched the journal of the one that runs.
  const { id } = await judgingSdkFor(`http://127.0.0.1:${port}`).customers.create();
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(fs.readFileSync(path.join(dataDir, "stripe", "world.journal"), "utf8")).toContain(id);
});

test("a webhook still owed when the sandbox stopped is delivered after the restart", async () => {
  const dataDir = temporaryFolder();
  const listener = await openListener([500]);
  const before = await openWorld({ dataDir });
  await before.stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["customer.created"] });
  await before.stripe.customers.create();
  await until(() => listener.heard.length === 1);
  await before.sandbox.close();
  const after = await openWorld({ dataDir });
  await until(() => listener.heard.length === 2);
  await until(async () => (await after.stripe.events.list()).data[0]?.pending_webhooks === 0);
  expect(listener.heard[1]?.body).toContain("customer.created");
});

test("a moved clock stays moved, and what fell due while it was away is done in order", async () => {
  const dataDir = temporaryFolder();
  const before = await openWorld({ dataDir });
  const { monthly } = await makeCatalog(before.stripe);
  const { id: customer } = await makePayer(before.stripe);
  await before.stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  await before.advance(20 * 86_400);
  await before.sandbox.close();
  const after = await openWorld({ dataDir });
  await after.advance(80 * 86_400);
  const invoices = (await after.stripe.invoices.list({ customer })).data;
  expect(invoices.map((invoice) => invoice.status)).toEqual(["paid", "paid", "paid", "paid"]);
  const created = invoices.map((invoice) => invoice.created);
  expect(created).toEqual(created.toSorted((a, b) => b - a));
});

test("the same requests in two worlds of one seed make the same ids", async () => {
  const ids = [];
  for (let i = 0; i < 2; i++) {
    const { stripe } = await openWorld({ seed: "twin" });
    const { product, monthly } = await makeCatalog(stripe);
    const { id } = await makePayer(stripe);
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    ids.push([product.id, monthly.id, id, event?.id]);
  }
  expect(ids[0]).toEqual(ids[1]);
  const other = await openWorld({ seed: "stranger" });
  expect((await makeCatalog(other.stripe)).product.id).not.toBe(ids[0]?.[0]);
});

test("reset leaves an empty world at wall time", async () => {
  const { stripe, url, advance } = await openWorld();
  await stripe.customers.create();
  await advance(86_400);
  expect((await fetch(`${url}/_sandbox/reset`, { method: "POST" })).status).toBe(200);
  expect((await stripe.customers.list()).data).toEqual([]);
  const face = (await (await fetch(`${url}/_sandbox/clock`)).json()) as { offset_seconds: number };
  expect(face.offset_seconds).toBe(0);
});
