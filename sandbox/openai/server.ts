import { runAsProgram } from "../http/executable";
import { amount } from "./chat/pace";
import { startOpenAiSandbox } from "./sandbox";

const { SANDBOX_OPENAI_TTFT_MS, SANDBOX_OPENAI_TOKENS_PER_SECOND, SANDBOX_OPENAI_MODELS } = process.env;

await runAsProgram({
  portVariable: "SANDBOX_OPENAI_PORT",
  defaultPort: 4243,
  start: (port) =>
    startOpenAiSandbox({
      port,
      ttftMs: amount(SANDBOX_OPENAI_TTFT_MS) ?? 300,
      tokensPerSecond: amount(SANDBOX_OPENAI_TOKENS_PER_SECOND) ?? 60,
      models: SANDBOX_OPENAI_MODELS,
    }),
  announce: (url) => `openai sandbox on ${url}/v1`,
});
