import { z } from "zod";

/** An empty variable means an absent one: that is how `KEY=` in a file is meant. */
const text = z
  .string()
  .trim()
  .transform((value) => (value === "" ? undefined : value))
  .optional();
const url = text.pipe(z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional());
const databaseUrl = text.pipe(z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// URL" }).optional());
const redisUrl = text.pipe(z.url({ protocol: /^rediss?$/, error: "must be a redis:// or rediss:// URL" }).optional());
const number = (low: number, high: number, standard: number) =>
  text.pipe(
    z.coerce
      .number<string | undefined>({ error: `must be a whole number from ${low} to ${high}` })
      .int({ error: `must be a whole number from ${low} to ${high}` })
      .min(low, { error: `must be at least ${low}` })
      .max(high, { error: `must be at most ${high}` })
      .default(standard),
  );
const port = (standard: number) => number(1, 65_535, standard);
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  text.pipe(z.enum(values, { error: `must be one of ${values.join(", ")}` }).optional());

/** A comma list of origins, or `*`. */
const origins = text.transform((list, context) => {
  const named = (list ?? "").split(",").map((origin) => origin.trim());
  const wanted = named.filter((origin) => origin !== "");
  if (wanted.every((origin) => origin === "*" || URL.parse(origin)?.origin === origin)) return wanted;
  context.addIssue({
    code: "custom",
    message: "must be origins like https://app.example.com, separated by commas, or *",
  });
  return z.NEVER;
});

/**
 * Every variable Parley reads, under its own name. `.env.example` and the README's table are compared with this in a
 * test. Nothing is required here: what live mode needs is checked in `env.ts`, where it can be named all at once.
 */
export const Variables = z.object({
  NODE_ENV: choice(["development", "production", "test"]),
  PARLEY_MODE: choice(["sandbox", "live"]),
  PARLEY_ROLE: choice(["all", "web", "worker"]),
  PORT: port(3000),
  APP_URL: url,
  TRUSTED_PROXIES: number(0, 10, 0),
  AUTH_SECRET: text,
  LOG_LEVEL: choice(["debug", "info", "warn", "error", "silent"]),
  MODELS_FILE: text,
  EXCHANGE_RATES: text.pipe(
    z
      .string()
      .regex(/^[a-z]{3}=\d{1,6}(?:\.\d{1,6})?(?:,[a-z]{3}=\d{1,6}(?:\.\d{1,6})?)*$/, "must be like eur=1.08,gbp=1.27")
      .optional(),
  ),
  KEEP_CONTENT_DAYS: number(0, 365, 0),
  SPEND_CEILING_PERSON_USD: number(0, 1_000_000, 50),
  SPEND_CEILING_GLOBAL_USD: number(0, 1_000_000_000, 1_000),
  FILES_DIR: text,
  REDIS_URL: redisUrl,

  DATABASE_URL: databaseUrl,
  DATABASE_DIRECT_URL: databaseUrl,
  DATABASE_POOL_MIN: number(0, 200, 4),
  DATABASE_POOL_MAX: number(1, 500, 10),
  DATABASE_IDLE_MS: number(0, 3_600_000, 30_000),
  DATABASE_TLS: choice(["off", "on", "verify"]),
  DATABASE_CONNECT_TIMEOUT_MS: number(100, 60_000, 5_000),
  DATABASE_STATEMENT_TIMEOUT_MS: number(100, 600_000, 20_000),
  DATABASE_QUERY_TIMEOUT_MS: number(100, 600_000, 25_000),

  STREAM_PADDING: choice(["on", "off"]),
  API_CORS_ORIGINS: origins,

  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: url,
  OPENAI_FALLBACK_API_KEY: text,
  OPENAI_FALLBACK_BASE_URL: url,
  OPENAI_FIRST_BYTE_MS: number(100, 600_000, 60_000),
  OPENAI_IDLE_MS: number(100, 600_000, 30_000),
  OPENAI_CIRCUIT_FAILURES: number(0, 1_000, 5),

  STRIPE_SECRET_KEY: text,
  STRIPE_WEBHOOK_SECRET: text,
  STRIPE_WEBHOOK_SECRET_PREVIOUS: text,
  STRIPE_API_BASE: url,

  SENDGRID_API_KEY: text,
  SENDGRID_API_BASE: url,
  MAIL_FROM: text,

  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_ISSUER: url,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  GITHUB_BASE_URL: url,
  GITHUB_API_URL: url,

  EMBEDDED_PG_PORT: port(54_320),
  SANDBOX_STRIPE_PORT: port(4242),
  SANDBOX_OPENAI_PORT: port(4243),
  SANDBOX_CONTROL_PORT: port(4244),
  WORLD_CLOCK_URL: url,
});
export type Variables = z.infer<typeof Variables>;
