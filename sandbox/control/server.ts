import { runAsProgram } from "../http/executable";
import { startControlSandbox } from "./sandbox";

const { SANDBOX_DATA_DIR, APP_URL, SANDBOX_STRIPE_URL, SANDBOX_OPENAI_URL } = process.env;

await runAsProgram({
  portVariable: "SANDBOX_CONTROL_PORT",
  defaultPort: 4244,
  start: (port) =>
    startControlSandbox({
      port,
      dataDir: SANDBOX_DATA_DIR || ".data/sandbox",
      neighbours: {
        appUrl: APP_URL || "http://localhost:3000",
        stripeUrl: SANDBOX_STRIPE_URL || "http://localhost:4242",
        openaiUrl: SANDBOX_OPENAI_URL || "http://localhost:4243",
      },
    }),
  announce: (url) => `control sandbox on ${url}`,
});
