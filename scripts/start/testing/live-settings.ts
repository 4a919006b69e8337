/** A configuration that live mode starts with, for tests. */
export const LIVE_SETTINGS = {
  PARLEY_MODE: "live",
  APP_URL: "https://parley.example",
  AUTH_SECRET: "x".repeat(32),
  DATABASE_URL: "postgresql://db.example/parley",
  STRIPE_SECRET_KEY: "sk_live_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  SENDGRID_API_KEY: "SG.1",
  MAIL_FROM: "hello@parley.example",
  OPENAI_API_KEY: "sk-1",
};
