import "server-only";
import { Variables } from "@/lib/platform/env-schema";

export type Mode = "sandbox" | "live";
/** A service that a local server stands in for; named in the banner of every page. */
export type StandIn = "Stripe" | "OpenAI" | "Mail";

type Source = Record<string, string | undefined>;
export type Env = ReturnType<typeof resolve>;

/** Good enough on a laptop that only listens to itself; live mode refuses it. */
const SANDBOX_AUTH_SECRET = "sandbox-only: this signs nothing that leaves the machine";
const SANDBOX_KEYS = {
  openai: "sk-sandbox",
  stripe: "sk_test_sandbox",
  stripeWebhook: "whsec_sandbox",
  mail: "SG.sandbox",
};

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * The configuration, and everything that is wrong with it. Never throws, because `next build` reads it on machines
 * that have none of it: {@link requireValidEnv} does, when a process is about to serve.
 */
export function readEnv(source: Source): { env: Env; problems: string[] } {
  const parsed = Variables.safeParse(source);
  const malformed = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  const variables = parsed.success ? parsed.data : Variables.parse(withoutFaults(source, parsed.error.issues));
  const env = resolve(variables);
  return { env, problems: [...malformed, ...modeProblems(variables, env.mode)] };
}

function withoutFaults(source: Source, issues: readonly { path: PropertyKey[] }[]): Source {
  const faulty = new Set(issues.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(source).filter(([name]) => !faulty.has(name)));
}

function resolve(given: Variables) {
  const mode = modeOf(given);
  const openai = openaiOf(given, mode);
  const stripe = stripeOf(given, mode);
  const mail = mailOf(given, mode);
  const standIns: StandIn[] = [
    ...(stripe.isReal ? [] : (["Stripe"] as const)),
    ...(openai.isReal ? [] : (["OpenAI"] as const)),
    ...(mail.isReal ? [] : (["Mail"] as const)),
  ];
  return {
    mode,
    standIns,
    ...processOf(given),
    database: databaseOf(given),
    openai,
    stripe,
    mail,
    google: pair(given.GOOGLE_CLIENT_ID, given.GOOGLE_CLIENT_SECRET, given.GOOGLE_ISSUER),
    github: githubOf(given),
    /** Where the mailbox of the sandbox is, when mail is stood in for. */
    controlUrl: mail.isReal ? undefined : `http://localhost:${given.SANDBOX_CONTROL_PORT}`,
    /** The clock of a world whose time can be moved, to follow; real services have none. */
    worldClockUrl: mode === "sandbox" ? given.WORLD_CLOCK_URL : undefined,
  };
}

function processOf(given: Variables) {
  return {
    isProduction: given.NODE_ENV === "production",
    role: given.PARLEY_ROLE ?? ("all" as const),
    port: given.PORT,
    appUrl: (given.APP_URL ?? `http://localhost:${given.PORT}`).replace(/\/+$/, ""),
    /** Proxies of ours between a visitor and this process; each appends to `x-forwarded-for` whom it saw. */
    trustedProxies: given.TRUSTED_PROXIES,
    authSecret: given.AUTH_SECRET ?? SANDBOX_AUTH_SECRET,
    logLevel: given.LOG_LEVEL ?? ("info" as const),
    modelsFile: given.MODELS_FILE,
    exchangeRates: given.EXCHANGE_RATES,
    /** Days that prompts and answers are kept beside the interaction log; 0 keeps none. */
    keepContentDays: given.KEEP_CONTENT_DAYS,
    /** Where the token buckets are, instead of in PostgreSQL. */
    redisUrl: given.REDIS_URL,
    /** Whole dollars of model use a day (UTC), of one person and of all of them; 0 is no ceiling. */
    spendCeilings: { personUsd: given.SPEND_CEILING_PERSON_USD, globalUsd: given.SPEND_CEILING_GLOBAL_USD },
    /** The folder that uploaded files are kept in. */
    filesDir: given.FILES_DIR ?? ".data/files",
    /** Whose pages may call `/api/v1` from a browser: origins, or `*`; none unless named. */
    apiCorsOrigins: given.API_CORS_ORIGINS,
    /** Whether a frame's length is rounded up, so that who counts encrypted bytes learns little of the words. */
    padsStreams: given.STREAM_PADDING !== "off",
  };
}

function databaseOf(given: Variables) {
  const url = given.DATABASE_URL ?? `postgresql://parley@127.0.0.1:${given.EMBEDDED_PG_PORT}/parley`;
  return {
    url: withTls(url, given.DATABASE_TLS),
    /** Past any pooler: LISTEN needs a connection that stays the same. */
    directUrl: withTls(given.DATABASE_DIRECT_URL ?? url, given.DATABASE_TLS),
    poolMin: given.DATABASE_POOL_MIN,
    poolMax: given.DATABASE_POOL_MAX,
    idleMs: given.DATABASE_IDLE_MS,
    connectTimeoutMs: given.DATABASE_CONNECT_TIMEOUT_MS,
    /** The server ends what takes longer; migrations are not bound by it. */
    statementTimeoutMs: given.DATABASE_STATEMENT_TIMEOUT_MS,
    /** We stop waiting then, for a server that does not answer at all. */
    queryTimeoutMs: given.DATABASE_QUERY_TIMEOUT_MS,
    tls: given.DATABASE_TLS ?? ("off" as const),
  };
}

/** In the address itself, because the pool is not the only one who connects: the queue does too. */
function withTls(url: string, tls: Variables["DATABASE_TLS"]): string {
  if (tls === undefined || tls === "off") return url;
  const secured = new URL(url);
  secured.searchParams.set("sslmode", tls === "verify" ? "verify-full" : "no-verify");
  return secured.href;
}

function openaiOf(given: Variables, mode: Mode) {
  const isReal = mode === "live" || given.OPENAI_API_KEY !== undefined || given.OPENAI_BASE_URL !== undefined;
  const standIn = `http://127.0.0.1:${given.SANDBOX_OPENAI_PORT}/v1`;
  return {
    isReal,
    apiKey: given.OPENAI_API_KEY ?? SANDBOX_KEYS.openai,
    baseUrl: given.OPENAI_BASE_URL ?? (isReal ? OPENAI_URL : standIn),
    /** Whom to ask when the first provider is down. */
    fallback: fallbackOf(given),
    /** How long a provider may be silent: before it begins to answer, and between two bytes. */
    firstByteMs: given.OPENAI_FIRST_BYTE_MS,
    idleMs: given.OPENAI_IDLE_MS,
    /** So many times in a row a model may be away before others are asked first; 0 asks in the same order always. */
    circuitFailures: given.OPENAI_CIRCUIT_FAILURES,
  };
}

/** A key alone means OpenAI itself; an address alone a server that asks for no key. */
function fallbackOf({ OPENAI_FALLBACK_API_KEY: apiKey, OPENAI_FALLBACK_BASE_URL: baseUrl }: Variables) {
  if (apiKey === undefined && baseUrl === undefined) return undefined;
  return { apiKey: apiKey ?? SANDBOX_KEYS.openai, baseUrl: baseUrl ?? OPENAI_URL };
}

function stripeOf(given: Variables, mode: Mode) {
  const isReal = mode === "live" || given.STRIPE_SECRET_KEY !== undefined;
  const standIn = `http://127.0.0.1:${given.SANDBOX_STRIPE_PORT}`;
  const secretKey = given.STRIPE_SECRET_KEY ?? SANDBOX_KEYS.stripe;
  const webhookSecret = given.STRIPE_WEBHOOK_SECRET ?? SANDBOX_KEYS.stripeWebhook;
  const previous = given.STRIPE_WEBHOOK_SECRET_PREVIOUS;
  return {
    isReal,
    secretKey,
    webhookSecret,
    /** While a secret is being replaced, events that are signed with the one before are Stripe's too. */
    webhookSecrets: previous === undefined ? [webhookSecret] : [webhookSecret, previous],
    apiBase: given.STRIPE_API_BASE ?? (isReal ? "https://api.stripe.com" : standIn),
    livemode: isLiveKey(secretKey),
  };
}

function mailOf(given: Variables, mode: Mode) {
  const isReal = mode === "live" || given.SENDGRID_API_KEY !== undefined;
  const standIn = `http://127.0.0.1:${given.SANDBOX_CONTROL_PORT}`;
  return {
    isReal,
    apiKey: given.SENDGRID_API_KEY ?? SANDBOX_KEYS.mail,
    apiBase: given.SENDGRID_API_BASE ?? (isReal ? "https://api.sendgrid.com" : standIn),
    from: given.MAIL_FROM ?? "Parley <hello@parley.test>",
  };
}

function isLiveKey(key: string): boolean {
  return /^[sr]k_live_/.test(key);
}

/** Unset means sandbox when neither Stripe nor a model is configured, else live. */
function modeOf({ PARLEY_MODE, STRIPE_SECRET_KEY, OPENAI_API_KEY, OPENAI_BASE_URL }: Variables): Mode {
  if (PARLEY_MODE !== undefined) return PARLEY_MODE;
  return (STRIPE_SECRET_KEY ?? OPENAI_API_KEY ?? OPENAI_BASE_URL) ? "live" : "sandbox";
}

function pair(clientId: string | undefined, clientSecret: string | undefined, base: string | undefined) {
  return clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret, base } : undefined;
}

/** GitHub's API has a host of its own; at an enterprise server it is a path unless told otherwise. */
function githubOf({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_BASE_URL, GITHUB_API_URL }: Variables) {
  const app = pair(GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_BASE_URL);
  if (app === undefined) return undefined;
  const standardApi = app.base === undefined ? "https://api.github.com" : `${app.base}/api/v3`;
  return { ...app, base: app.base ?? "https://github.com", apiBase: GITHUB_API_URL ?? standardApi };
}

const NEEDED_LIVE = [
  "APP_URL",
  "AUTH_SECRET",
  "DATABASE_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SENDGRID_API_KEY",
  "MAIL_FROM",
] as const;
const AUTH_SECRET_LENGTH = 32;

function modeProblems(given: Variables, mode: Mode): string[] {
  if (mode === "sandbox") {
    return isLiveKey(given.STRIPE_SECRET_KEY ?? "")
      ? ["STRIPE_SECRET_KEY is a live key, and sandbox mode never moves real money: set PARLEY_MODE=live"]
      : [];
  }
  const problems = NEEDED_LIVE.filter((name) => given[name] === undefined).map((name) => `${name} is missing`);
  if ((given.OPENAI_API_KEY ?? given.OPENAI_BASE_URL) === undefined) problems.push("OPENAI_API_KEY is missing");
  if (given.WORLD_CLOCK_URL !== undefined) {
    problems.push("WORLD_CLOCK_URL moves time and is for the sandbox only: remove it");
  }
  if (given.AUTH_SECRET !== undefined && given.AUTH_SECRET.length < AUTH_SECRET_LENGTH) {
    problems.push(`AUTH_SECRET must have at least ${AUTH_SECRET_LENGTH} characters`);
  }
  return problems;
}

const read = readEnv(process.env);

/** The only place that reads the environment. */
export const env: Env = read.env;

/**
 * Called before a process serves or works.
 * @throws Error that names every variable that is missing or malformed.
 */
export function requireValidEnv(): void {
  if (read.problems.length === 0) return;
  throw new Error(
    `Parley can not start in ${env.mode} mode:\n${read.problems.map((problem) => `  - ${problem}`).join("\n")}`,
  );
}
