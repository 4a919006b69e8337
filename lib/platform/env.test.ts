import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/platform/env";

const LIVE = {
  APP_URL: "https://chat.example.com/",
  AUTH_SECRET: "x".repeat(32),
  DATABASE_URL: "postgresql://parley:secret@db.internal/parley",
  OPENAI_API_KEY: "sk-real",
  STRIPE_SECRET_KEY: "sk_live_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  SENDGRID_API_KEY: "SG.1",
  MAIL_FROM: "Chat <chat@example.com>",
};

describe("which mode it is", () => {
  test.each([
    [undefined, "?application_name=parley"],
    ["off", "?application_name=parley"],
    ["on", "?application_name=parley&sslmode=no-verify"],
    ["verify", "?application_name=parley&sslmode=verify-full"],
  ])("everybody who connects to the database does so with TLS %s", (tls, query) => {
    const { env } = readEnv({
      ...LIVE,
      DATABASE_URL: `${LIVE.DATABASE_URL}?application_name=parley`,
      DATABASE_TLS: tls,
    });
    expect(env.database.url).toBe(`${LIVE.DATABASE_URL}${query}`);
  });

  test("news come past the pooler where one is named, and from the database itself otherwise", () => {
    const direct = "postgresql://parley@db.internal:5432/parley";
    const secured = readEnv({ ...LIVE, DATABASE_DIRECT_URL: direct, DATABASE_TLS: "verify" }).env.database;
    expect(secured.directUrl).toBe(`${direct}?sslmode=verify-full`);
    expect(readEnv(LIVE).env.database.directUrl).toBe(LIVE.DATABASE_URL);
  });

  test("streams are padded unless somebody says otherwise", () => {
    expect(["on", "off", undefined].map((padding) => readEnv({ STREAM_PADDING: padding }).env.padsStreams)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each([
    ["nothing configured", {}, "sandbox"],
    ["a Stripe key", { STRIPE_SECRET_KEY: "sk_test_1" }, "live"],
    ["a model's key", { OPENAI_API_KEY: "sk-1" }, "live"],
    ["a model's address", { OPENAI_BASE_URL: "http://localhost:11434/v1" }, "live"],
    ["a key and a wish", { PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" }, "sandbox"],
    ["empty variables are absent ones", { STRIPE_SECRET_KEY: "", OPENAI_API_KEY: "  " }, "sandbox"],
  ])("%s", (_name, source, mode) => {
    expect(readEnv(source).env.mode).toBe(mode);
  });
});

describe("the sandbox", () => {
  test("needs nothing and stands in for everything on the ports it was given", () => {
    const { env, problems } = readEnv({
      PORT: "5000",
      SANDBOX_OPENAI_PORT: "5001",
      SANDBOX_STRIPE_PORT: "5002",
      SANDBOX_CONTROL_PORT: "5003",
    });
    expect(problems).toEqual([]);
    expect(env.standIns).toEqual(["Stripe", "OpenAI", "Mail"]);
    expect(env.appUrl).toBe("http://localhost:5000");
    expect(env.openai.baseUrl).toBe("http://127.0.0.1:5001/v1");
    expect(env.stripe.apiBase).toBe("http://127.0.0.1:5002");
    expect(env.mail.apiBase).toBe("http://127.0.0.1:5003");
    expect(env.controlUrl).toBe("http://localhost:5003");
  });

  test("follows a clock where it is told of one", () => {
    const url = "http://127.0.0.1:5002/_sandbox/clock";
    expect(readEnv({ WORLD_CLOCK_URL: url }).env.worldClockUrl).toBe(url);
    expect(readEnv({}).env.worldClockUrl).toBeUndefined();
    expect(readEnv({ WORLD_CLOCK_URL: "noon" }).problems).toEqual(["WORLD_CLOCK_URL must be an http(s) URL"]);
  });

  test("uses the real service where its key is set, and only there", () => {
    const { env, problems } = readEnv({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: "sk_test_1" });
    expect(problems).toEqual([]);
    expect(env.standIns).toEqual(["OpenAI", "Mail"]);
    expect(env.stripe.apiBase).toBe("https://api.stripe.com");
  });

  test.each(["sk_live_1", "rk_live_1"])("refuses the live key %s", (key) => {
    const { problems } = readEnv({ PARLEY_MODE: "sandbox", STRIPE_SECRET_KEY: key });
    expect(problems).toEqual([expect.stringContaining("STRIPE_SECRET_KEY")]);
  });
});

describe("a second provider", () => {
  test.each([
    ["nothing", {}, undefined],
    ["a key", { OPENAI_FALLBACK_API_KEY: "sk-2" }, { apiKey: "sk-2", baseUrl: "https://api.openai.com/v1" }],
    [
      "an address",
      { OPENAI_FALLBACK_BASE_URL: "http://localhost:11434/v1" },
      { apiKey: "sk-sandbox", baseUrl: "http://localhost:11434/v1" },
    ],
  ])("is there by %s", (_name, source, fallback) => {
    expect(readEnv({ ...LIVE, ...source }).env.openai.fallback).toEqual(fallback);
  });

  test("changes neither the mode nor what is stood in for", () => {
    const { env } = readEnv({ OPENAI_FALLBACK_API_KEY: "sk-2", OPENAI_FIRST_BYTE_MS: "900", OPENAI_IDLE_MS: "" });
    expect([env.mode, env.standIns.includes("OpenAI")]).toEqual(["sandbox", true]);
    expect([env.openai.firstByteMs, env.openai.idleMs]).toEqual([900, 30_000]);
  });
});

describe("live mode", () => {
  test("starts with everything present, on the real services", () => {
    const { env, problems } = readEnv(LIVE);
    expect(problems).toEqual([]);
    expect(env.standIns).toEqual([]);
    expect(env.appUrl).toBe("https://chat.example.com");
    expect(env.stripe.livemode).toBe(true);
    expect(env.mail.apiBase).toBe("https://api.sendgrid.com");
    expect(env.controlUrl).toBeUndefined();
  });

  test("takes its time from nobody", () => {
    const { env, problems } = readEnv({ ...LIVE, WORLD_CLOCK_URL: "http://127.0.0.1:4242/_sandbox/clock" });
    expect(problems).toEqual(["WORLD_CLOCK_URL moves time and is for the sandbox only: remove it"]);
    expect(env.worldClockUrl).toBeUndefined();
  });

  test.each(Object.keys(LIVE))("names %s when it is missing", (name) => {
    const { problems } = readEnv({ ...LIVE, PARLEY_MODE: "live", [name]: undefined });
    expect(problems).toEqual([expect.stringContaining(name)]);
  });

  test("names all that is missing at once", () => {
    const { problems } = readEnv({ PARLEY_MODE: "live" });
    for (const name of Object.keys(LIVE)) expect(problems.join("\n")).toContain(name);
  });

  test("refuses a secret that can be guessed", () => {
    expect(readEnv({ ...LIVE, AUTH_SECRET: "short" }).problems).toEqual([expect.stringContaining("AUTH_SECRET")]);
  });

  test("is content with a test key: that is staging", () => {
    const { env, problems } = readEnv({ ...LIVE, STRIPE_SECRET_KEY: "sk_test_1" });
    expect(problems).toEqual([]);
    expect(env.stripe.livemode).toBe(false);
  });
});

test.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["DATABASE_URL", "mysql://x"],
  ["PARLEY_MODE", "prod"],
  ["PARLEY_ROLE", "none"],
  ["OPENAI_BASE_URL", "not a url"],
  ["OPENAI_FALLBACK_BASE_URL", "ftp://x"],
  ["OPENAI_IDLE_MS", "1"],
  ["KEEP_CONTENT_DAYS", "-1"],
  ["SPEND_CEILING_PERSON_USD", "-1"],
  ["REDIS_URL", "localhost:6379"],
  ["SPEND_CEILING_GLOBAL_USD", "none"],
  ["TRUSTED_PROXIES", "-1"],
  ["TRUSTED_PROXIES", "all"],
  ["DATABASE_CONNECT_TIMEOUT_MS", "0"],
  ["DATABASE_STATEMENT_TIMEOUT_MS", "forever"],
  ["DATABASE_QUERY_TIMEOUT_MS", "0"],
])("%s=%s is named, and the rest still read", (name, value) => {
  const { env, problems } = readEnv({ [name]: value, SANDBOX_CONTROL_PORT: "5003" });
  expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
  expect(env.controlUrl ?? "http://localhost:5003").toBe("http://localhost:5003");
});

describe("how long the database is waited for", () => {
  test("is never without end, and the server gives up before we do: its refusal says more than our silence", () => {
    const { connectTimeoutMs, statementTimeoutMs, queryTimeoutMs } = readEnv({}).env.database;
    expect(connectTimeoutMs).toBeGreaterThan(0);
    expect(statementTimeoutMs).toBeGreaterThan(connectTimeoutMs);
    expect(queryTimeoutMs).toBeGreaterThan(statementTimeoutMs);
  });

  test("is what is set", () => {
    const { env } = readEnv({ DATABASE_CONNECT_TIMEOUT_MS: "1000", DATABASE_QUERY_TIMEOUT_MS: "3000" });
    expect(env.database).toMatchObject({ connectTimeoutMs: 1_000, queryTimeoutMs: 3_000 });
  });
});

test("no proxy is believed unless it is said to be ours", () => {
  expect([readEnv({}).env.trustedProxies, readEnv({ TRUSTED_PROXIES: "2" }).env.trustedProxies]).toEqual([0, 2]);
});

test("while a webhook secret is being replaced, the one before is accepted too", () => {
  expect(readEnv(LIVE).env.stripe.webhookSecrets).toEqual(["whsec_1"]);
  const { env, problems } = readEnv({ ...LIVE, STRIPE_WEBHOOK_SECRET_PREVIOUS: " whsec_0\n" });
  expect(problems).toEqual([]);
  expect(env.stripe).toMatchObject({ webhookSecret: "whsec_1", webhookSecrets: ["whsec_1", "whsec_0"] });
});
