import { BILLING_DEFECTS } from "./billing-defects";
import { CHAT_DEFECTS } from "./chat-defects";
import type { Defect } from "./defect";
import { KEY_DEFECTS } from "./key-defects";
import { USAGE_DEFECTS } from "./usage-defects";

export const DEFECTS: readonly Defect[] = [
  ...BILLING_DEFECTS,
  ...CHAT_DEFECTS,
  ...KEY_DEFECTS,
  ...USAGE_DEFECTS,
  {
    name: "anybody's subscription can be read",
    file: "lib/billing/subscription.ts",
    find: 'row === null || (row.userId !== viewer.id && viewer.role !== "admin")',
    replace: "row === null",
    tests: ["lib/billing/overview.test.ts", "app/api/subscriptions"],
  },
  {
    name: "the return page counts somebody else's checkout",
    file: "lib/billing/return.ts",
    find: "page?.customerId !== customerId || page.reference !== viewer.id",
    replace: "page === undefined",
    tests: ["lib/billing/return.test.ts"],
  },
  {
    name: "a webhook's signature is not checked",
    file: "lib/adapters/payments/delivery.ts",
    find: 'verify(rawBody, signature ?? "", secrets);',
    replace: "",
    tests: ["lib/billing/inbox.test.ts"],
  },
  {
    name: "a webhook that comes twice is stored twice",
    file: "lib/billing/queries/inbox.ts",
    find: "ON CONFLICT (id) DO NOTHING\n",
    replace: "ON CONFLICT (id) DO UPDATE SET received_at = EXCLUDED.received_at\n",
    tests: ["lib/billing/inbox.test.ts"],
  },
  {
    name: "two syncs of one customer run at once",
    file: "lib/billing/queries/locks.ts",
    find: "Prisma.sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`",
    replace: "Prisma.sql`hashtextextended(${name}, 0)`",
    tests: ["lib/billing/sync.test.ts", "lib/billing/checkout.test.ts"],
  },
  {
    name: "a customer is made without an idempotency key",
    file: "lib/adapters/payments/customer.ts",
    find: "stripe.customers.create({ metadata: { userId } }, { idempotencyKey })",
    replace: "stripe.customers.create({ metadata: { userId } }, idempotencyKey ? {} : {})",
    tests: ["lib/billing/checkout.test.ts"],
  },
  {
    name: "a cancelled plan goes on for one moment longer",
    file: "lib/billing/access.ts",
    find: 'cancelAt <= now)\n    return onFree("ended", `You are on Free: your ${name} subscription ended${onDay(cancelAt)}.`);\n  if (currentPeriodEnd === null ||',
    replace:
      'cancelAt < now)\n    return onFree("ended", `You are on Free: your ${name} subscription ended${onDay(cancelAt)}.`);\n  if (currentPeriodEnd === null ||',
    tests: ["lib/billing/access.test.ts"],
  },
  {
    name: "the grace never ends",
    file: "lib/billing/access.ts",
    find: "if (heardUntil <= now) {",
    replace: "if (heardUntil <= plusMs(now, -GRACE_MS * 1000)) {",
    tests: ["lib/billing/access.test.ts"],
  },
  {
    name: "a cycle of the 31st drifts to the next month",
    file: "lib/billing/cycle.ts",
    find: "Math.min(anchor.getUTCDate(), daysIn(moved))",
    replace: "anchor.getUTCDate()",
    tests: ["lib/billing/cycle.test.ts"],
  },
  {
    name: "the allowance is read without its lock",
    file: "lib/usage/admission.ts",
    find: "AND kind = 'held' AND ${when} FOR UPDATE\n",
    replace: "AND kind = 'held' AND ${when}\n",
    tests: ["lib/usage/ledger.test.ts", "lib/chat/sends.property.test.ts"],
  },
  {
    name: "an answer is admitted that the balance does not cover",
    file: "lib/usage/admission.ts",
    find: "WHERE output_tokens >= ${leastTokens}::bigint AND amount_micros <= balance_micros",
    replace: "WHERE amount_micros > 0",
    tests: ["lib/usage/ledger.test.ts", "lib/chat/send.test.ts"],
  },
  {
    name: "every plan has every model",
    file: "lib/usage/admission-plans.ts",
    find: "plans[plan].grants.modelClasses.includes(modelClass)",
    replace: 'plans[plan].grants.modelClasses.includes("standard") || modelClass === "standard"',
    tests: ["lib/usage/ledger.test.ts", "lib/usage/allowance.test.ts", "lib/chat/send.test.ts"],
  },
  {
    name: "costs are rounded down",
    file: "lib/platform/money.ts",
    find: "microsPerMtok + MTOK - 1n) / MTOK",
    replace: "microsPerMtok) / MTOK",
    tests: ["lib/platform/money.test.ts"],
  },
  {
    name: "a mailed link works twice",
    file: "lib/identity/queries/tokens.ts",
    find: "DELETE FROM verification_tokens\n",
    replace: "UPDATE verification_tokens SET identifier = identifier\n",
    tests: ["lib/identity/verification.test.ts", "lib/identity/new-password.test.ts"],
  },
  {
    name: "a mailed link never expires",
    file: "lib/identity/queries/tokens.ts",
    find: "AND expires_at > ${at}::timestamptz",
    replace: "AND expires_at > ${at}::timestamptz - interval '10 years'",
    tests: ["lib/identity/verification.test.ts", "lib/identity/new-password.test.ts"],
  },
  {
    name: "a throttle lets one more through",
    file: "lib/limits/queries.ts",
    find: "WHERE ${refilled} >= ${MILLI}::int",
    replace: "WHERE ${refilled} >= 0",
    tests: ["lib/limits"],
  },
  {
    name: "signing in leads to another host",
    file: "lib/identity/return-path.ts",
    find: "url?.origin !== ORIGIN || url.pathname",
    replace: "url === null || url.pathname",
    tests: ["lib/identity/return-path.test.ts"],
  },
  {
    name: "mail addresses reach the log",
    file: "lib/platform/scrub.ts",
    find: ".replace(CREDENTIAL, REDACTED).replace(MAIL_ADDRESS, REDACTED)",
    replace: ".replace(CREDENTIAL, REDACTED)",
    tests: ["lib/platform/scrub.test.ts"],
  },
];
