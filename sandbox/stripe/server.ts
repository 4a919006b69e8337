import path from "node:path";
import { startStripeSandbox } from "./sandbox";

const port = Number(process.env["SANDBOX_STRIPE_PORT"] ?? 4242);
const dataDir = path.resolve(process.env["SANDBOX_DATA_DIR"] ?? ".data/sandbox", "stripe");
const origin = process.env["SANDBOX_STRIPE_URL"];

try {
  const sandbox = await startStripeSandbox({
    port,
    dataDir,
    seed: process.env["SANDBOX_SEED"] ?? "parley",
    webhookTargets: process.env["SANDBOX_WEBHOOK_TARGETS"] === "anywhere" ? "anywhere" : "loopback",
    ...(origin ? { origin } : {}),
  });
  console.log(`stripe sandbox on ${sandbox.url}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
} catch (error) {
  const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(isTaken ? `Port ${port} is taken. Set SANDBOX_STRIPE_PORT to a free one.` : error);
  process.exit(1);
}
