import path from "node:path";
import { type Mode, readEnv } from "@/lib/platform/env";
import { Variables } from "@/lib/platform/env-schema";

export type SandboxName = "stripe" | "openai" | "control";

/** Everything a start decides before it touches anything. */
export type Plan = {
  mode: Mode;
  isDev: boolean;
  /** What one checkout keeps between runs; a second run beside it moves this and its ports. */
  dataDir: string;
  host: string;
  appUrl: string;
  ports: { app: number; postgres: number } & Record<SandboxName, number>;
  /** With what DATABASE_TLS asks for; undefined when PostgreSQL is ours to run. */
  databaseUrl: string | undefined;
  sandboxes: SandboxName[];
  urls: { stripe: string; openai: string; control: string };
};

type Source = Record<string, string | undefined>;

/** @throws Error that names every variable that is missing or malformed. */
export function planStart(source: Source, { isDev }: { isDev: boolean }): Plan {
  const { env, problems } = readEnv(source);
  if (problems.length > 0) {
    throw new Error(
      `Parley can not start in ${env.mode} mode:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
  const given = Variables.parse(source);
  const sandboxes = env.mode === "sandbox" ? sandboxesFor(env.standIns) : [];
  const local = (port: number) => `http://localhost:${port}`;
  return {
    mode: env.mode,
    isDev,
    dataDir: path.resolve(source["PARLEY_DATA_DIR"] || ".data"),
    // Live mode serves the network, usually a container's; a sandbox only its own machine.
    host: env.mode === "sandbox" ? "127.0.0.1" : (source["HOST"] ?? "0.0.0.0"),
    appUrl: env.appUrl,
    ports: {
      app: given.PORT,
      postgres: given.EMBEDDED_PG_PORT,
      stripe: given.SANDBOX_STRIPE_PORT,
      openai: given.SANDBOX_OPENAI_PORT,
      control: given.SANDBOX_CONTROL_PORT,
    },
    databaseUrl: given.DATABASE_URL === undefined ? undefined : env.database.url,
    sandboxes,
    urls: {
      stripe: env.stripe.isReal ? env.stripe.apiBase : local(given.SANDBOX_STRIPE_PORT),
      openai: env.openai.isReal ? env.openai.baseUrl : local(given.SANDBOX_OPENAI_PORT),
      control: local(given.SANDBOX_CONTROL_PORT),
    },
  };
}

/** The control page belongs to any sandbox; the other two run only when they stand in for something. */
function sandboxesFor(standIns: readonly string[]): SandboxName[] {
  if (standIns.length === 0) return [];
  return [
    ...(standIns.includes("Stripe") ? (["stripe"] as const) : []),
    ...(standIns.includes("OpenAI") ? (["openai"] as const) : []),
    "control",
  ];
}
